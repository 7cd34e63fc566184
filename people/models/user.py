"""A person who signs in."""

from datetime import date
from functools import cached_property

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from people import access
from people.access import FOUR_EYES, Permission, Role
from people.models.team import Team


class Profile(Labelled):
    """A person's trade: it drives recommendations and champions' scopes."""

    DEV = "dev", gettext_noop("Développement")
    DEVOPS = "devops", gettext_noop("DevOps")
    OPS = "ops", gettext_noop("Exploitation")
    ARCHI = "archi", gettext_noop("Architecture")
    TEST = "test", gettext_noop("Test")
    MANAGEMENT = "management", gettext_noop("Encadrement")
    OTHER = "other", gettext_noop("Autre")


class UserStatus(Labelled):
    PENDING = "pending", gettext_noop("En attente d’admission")
    ACTIVE = "active", gettext_noop("Active")
    LEFT = "left", gettext_noop("Partie")


class Language(Labelled):
    FRENCH = "fr", gettext_noop("Français")
    ENGLISH = "en", gettext_noop("Anglais")


class UserQuerySet(GovernedQuerySet):
    def active(self):
        return self.filter(status=UserStatus.ACTIVE)

    def pending(self):
        return self.filter(status=UserStatus.PENDING)

    def visible_to(self, user):
        """The directory: active people for everybody, pending people and leavers for who manages people."""
        if user.may(Permission.MANAGE_PEOPLE):
            return self
        return self.active() if user.is_admitted else self.none()

    def with_email(self, email: str):
        return self.filter(email__iexact=email.strip())

    def holding(self, role: Role, today: date):
        """Active people whose assignment of this role is in force on that day, whatever its scope."""
        return self.active().filter(_in_force(role, today)).distinct()

    def deciders(self, role: Role, for_person: "User", today: date | None = None):
        """Active people who hold the role for that person: whole house, their team or their profile."""
        scope = Q(role_assignments__team=None) | Q(role_assignments__team=for_person.team_id)
        trade = Q(role_assignments__profile="") | Q(role_assignments__profile=for_person.profile)
        in_force = _in_force(role, today or timezone.localdate())
        return self.active().filter(in_force & scope & trade).distinct()

    def for_directory(self):
        return self.select_related("team").order_by("last_name", "first_name", "pk")


def _in_force(role: Role, today: date) -> Q:
    confirmed = Q() if role not in FOUR_EYES else Q(role_assignments__confirmed_on__lte=today)
    return (
        Q(role_assignments__role=role, role_assignments__starts_on__lte=today)
        & (Q(role_assignments__ends_on=None) | Q(role_assignments__ends_on__gt=today))
        & confirmed
    )


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Django's natural key on a queryset that the audit kernel guards."""

    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)


class User(Governed, AbstractBaseUser):
    """A person of the house, known by their email.

    Pending people may sign in but only see the waiting page; people who left may not sign in.
    """

    email = models.EmailField(_("adresse e-mail"), max_length=254, unique=True)
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80)
    job_title = models.CharField(_("fonction"), max_length=120, blank=True)
    profile = models.CharField(
        _("profil"), max_length=20, choices=Profile.choices(), default=Profile.OTHER.value
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("équipe")
    )
    status = models.CharField(
        _("statut"), max_length=10, choices=UserStatus.choices(), default=UserStatus.PENDING.value
    )
    language = models.CharField(
        _("langue"), max_length=2, choices=Language.choices(), default=Language.FRENCH.value
    )
    one_key_shortcuts = models.BooleanField(_("raccourcis à une touche"), default=True)
    joined_on = models.DateField(_("arrivée le"), null=True, blank=True)
    left_on = models.DateField(_("départ le"), null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    audit_exempt = ("password", "last_login")
    audit_personal = ("email", "first_name", "last_name")

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_person_per_email"),
            models.CheckConstraint(
                condition=Q(status=UserStatus.LEFT, left_on__isnull=False)
                | (~Q(status=UserStatus.LEFT) & Q(left_on=None)),
                name="person_left_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in (self.first_name, self.last_name) if part).upper() or "?"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """What Django and allauth ask before a sign-in: pending people may, people who left may not."""
        return self.status != UserStatus.LEFT

    @property
    def is_admitted(self) -> bool:
        """Whether the person is one of us today, with the rights of STAFF."""
        return self.status == UserStatus.ACTIVE

    @cached_property
    def assignments_in_force(self) -> list:
        """The role assignments in force today, read once per instance."""
        if not self.is_admitted or self.pk is None:
            return []
        return list(self.role_assignments.in_force(timezone.localdate()))

    @cached_property
    def roles(self) -> frozenset[Role]:
        """Roles in force today, read once per instance. Nobody but active people holds any."""
        if not self.is_admitted:
            return frozenset()
        return frozenset({Role.STAFF, *(Role(held.role) for held in self.assignments_in_force)})

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles in force grants the permission."""
        return access.may(self.roles, permission)

    def holds(self, role: Role, for_person: "User | None" = None) -> bool:
        """Whether the role is held, and when a person is named, whether its scope covers them."""
        if for_person is None or role is Role.STAFF:
            return role in self.roles
        return any(held.role == role and held.covers(for_person) for held in self.assignments_in_force)
