"""Who holds which role, from a day to a day."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import FOUR_EYES, GRANTABLE, Role
from people.models.team import Team
from people.models.user import Profile


class RoleAssignmentQuerySet(GovernedQuerySet):
    def visible_to(self, user):
        """Who answers for what is no secret inside the house."""
        return self if user.is_admitted else self.none()

    def in_force(self, today: date):
        """Held that day, and confirmed by a second person where the role asks for it."""
        confirmed = Q(confirmed_on__lte=today) | ~Q(role__in=FOUR_EYES)
        return self.not_ended(today).filter(confirmed, starts_on__lte=today)

    def not_ended(self, today: date):
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today))

    def to_confirm(self, today: date):
        return self.not_ended(today).filter(confirmed_on=None, role__in=FOUR_EYES)


class RoleAssignment(Governed):
    """A person holds a role for the whole house, a team or a profile.

    `ends_on` is the first day without the role. `granted_by` is empty when a named job gave the role (the
    trail says which), and then the role needs no second person.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_assignments", verbose_name=_("personne")
    )
    role = models.CharField(
        _("rôle"), max_length=20, choices=[(role.value, role.label) for role in GRANTABLE]
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="role_assignments", verbose_name=_("équipe")
    )
    profile = models.CharField(_("profil"), max_length=20, choices=Profile.choices(), blank=True)
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="roles_granted"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="roles_confirmed"
    )
    confirmed_on = models.DateField(null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("rôle donné")
        verbose_name_plural = _("rôles donnés")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="role_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_on=None)
                | Q(confirmed_by__isnull=False, confirmed_on__isnull=False)
                | Q(confirmed_on__isnull=False, granted_by=None),
                name="role_confirmed_by_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(granted_by=None) | ~Q(confirmed_by=F("granted_by")),
                name="role_confirmed_by_someone_else",
            ),
            models.UniqueConstraint(
                F("user"),
                F("role"),
                Coalesce("team", 0),
                F("profile"),
                condition=Q(ends_on=None),
                name="one_open_role_per_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {Role(self.role).label}"

    @property
    def waits_for_second_person(self) -> bool:
        return self.role in FOUR_EYES and self.confirmed_on is None

    def covers(self, person) -> bool:
        """Whether the scope of this assignment includes that person."""
        in_team = self.team_id is None or self.team_id == person.team_id
        return in_team and (not self.profile or self.profile == person.profile)
