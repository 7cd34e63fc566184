"""A client of the house. Its very name is confidential between projects."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from people.access import Permission
from people.models.reach import reached_by


class Sector(Labelled):
    BANKING = "banking", gettext_noop("Banque")
    INSURANCE = "insurance", gettext_noop("Assurance")
    HEALTH = "health", gettext_noop("Santé")
    PUBLIC = "public", gettext_noop("Secteur public")
    INDUSTRY = "industry", gettext_noop("Industrie")
    ENERGY = "energy", gettext_noop("Énergie")
    RETAIL = "retail", gettext_noop("Commerce")
    TRANSPORT = "transport", gettext_noop("Transport")
    TELECOM = "telecom", gettext_noop("Télécoms")
    SOFTWARE = "software", gettext_noop("Édition de logiciels")
    OTHER = "other", gettext_noop("Autre")


class AiPolicy(Labelled):
    """What the client says about AI on its data; silence is not an agreement."""

    UNKNOWN = "unknown", gettext_noop("Ne s’est pas prononcé")
    ACCEPTS = "accepts", gettext_noop("Accepte, sous ses conditions")
    FORBIDS = "forbids", gettext_noop("Interdit")


class ClientQuerySet(GovernedQuerySet):
    def reached_by(self, user):
        """Clients of the projects that the person is on, leads or covers as a champion."""
        return self.filter(pk__in=Client.objects.filter(reached_by(user, "projects__")).values("pk"))

    def visible_to(self, user):
        """Clients whose name the person may know: through a project, a champion's scope, or a role."""
        if user.may(Permission.SEE_ALL_CLIENTS):
            return self
        return self.reached_by(user)

    def listed_for(self, user):
        """What the registry of clients shows: `visible_to`, and every name to who keeps the registry."""
        return self if user.may(Permission.MANAGE_PEOPLE) else self.visible_to(user)

    def with_details_for(self, user):
        """Clients whose terms the person may read: not merely their name, as licences and admin do."""
        return self if self.are_all_detailed_for(user) else self.reached_by(user)

    def are_all_detailed_for(self, user) -> bool:
        """Whether the person may read the terms of every client."""
        return user.may(Permission.SEE_CLAUSES) or user.may(Permission.DECIDE_AS_DIRECTION)


class Client(Governed):
    """A firm that we work for, and what it says about AI."""

    name = models.CharField(_("nom"), max_length=120, unique=True)
    slug = models.SlugField(max_length=130, unique=True)
    sector = models.CharField(
        _("secteur"), max_length=20, choices=Sector.choices(), default=Sector.OTHER.value
    )
    cloud = models.CharField(_("environnement technique"), max_length=80, blank=True)
    ai_policy = models.CharField(
        _("position sur l’IA"), max_length=10, choices=AiPolicy.choices(), default=AiPolicy.UNKNOWN.value
    )
    ai_policy_reference = models.CharField(_("référence"), max_length=200, blank=True)
    ai_policy_on = models.DateField(_("exprimée le"), null=True, blank=True)

    objects = ClientQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            models.CheckConstraint(
                condition=Q(ai_policy=AiPolicy.UNKNOWN) | ~Q(ai_policy_reference=""),
                name="client_policy_has_reference",
            ),
        ]

    def __str__(self) -> str:
        return self.name
