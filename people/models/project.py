"""Projects and their members: the link between a person and a client."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from people.access import Permission
from people.models.client import Client
from people.models.reach import reached_by


class ProjectStatus(Labelled):
    OPEN = "open", gettext_noop("En cours")
    CLOSED = "closed", gettext_noop("Terminé")


class ProjectMemberQuerySet(GovernedQuerySet):
    def visible_to(self, user):
        return self.filter(project__in=Project.objects.visible_to(user))

    def current(self, today: date):
        """Members that day; `ends_on` is the first day without."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=today), starts_on__lte=today)


class ProjectQuerySet(GovernedQuerySet):
    def visible_to(self, user):
        """Projects whose existence the person may know. Internal projects are open to the whole house."""
        if user.may(Permission.SEE_ALL_CLIENTS):
            return self
        if not user.is_admitted:
            return self.none()
        return self.filter(Q(client=None) | Q(pk__in=Project.objects.reached_by(user).values("pk")))

    def listed_for(self, user):
        """What the registry of projects shows: `visible_to`, and everything to who keeps the registry."""
        return self if user.may(Permission.MANAGE_PEOPLE) else self.visible_to(user)

    def reached_by(self, user):
        """Projects that the person is on today, leads, or covers as a champion of one of their people."""
        return self.filter(pk__in=Project.objects.filter(reached_by(user)).values("pk"))

    def open(self):
        return self.filter(status=ProjectStatus.OPEN)


class Project(Governed):
    """Work for a client, or for the house itself (no client)."""

    name = models.CharField(_("nom"), max_length=120, unique=True)
    slug = models.SlugField(max_length=130, unique=True)
    client = models.ForeignKey(
        Client, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name=_("client")
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="projects_led", verbose_name=_("responsable")
    )
    status = models.CharField(
        _("état"), max_length=10, choices=ProjectStatus.choices(), default=ProjectStatus.OPEN.value
    )
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"), null=True, blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("projet")
        verbose_name_plural = _("projets")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="project_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProjectMember(Governed):
    """A person works on a project, from a day to the day before another."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name=_("personne")
    )
    starts_on = models.DateField(_("début"))
    ends_on = models.DateField(_("fin"), null=True, blank=True)

    objects = ProjectMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("membre de projet")
        verbose_name_plural = _("membres de projet")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="member_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["project", "user"], condition=Q(ends_on=None), name="one_open_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.project}"
