"""A client's written agreement for one tool and one scope."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Tool
from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission
from people.models import Client, Project


class ClientConsentQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        if user.may(Permission.SEE_CLAUSES):
            return self
        return self.filter(client__in=Client.objects.reached_by(user))

    def valid_on(self, day: date) -> Self:
        """Agreements that hold on that day, the last day included; a withdrawal ends them at once."""
        not_withdrawn = Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
        not_expired = Q(expires_on=None) | Q(expires_on__gte=day)
        return self.filter(not_withdrawn & not_expired, granted_on__lte=day)

    def for_sheet(self) -> Self:
        return self.select_related("client", "tool", "project").order_by("tool__name", "-granted_on", "pk")


class ClientConsent(Governed):
    """The client agrees to a tool: in words (`scope`), and for one project only when one is named."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="consents", verbose_name=_("client"))
    tool = models.ForeignKey(Tool, models.PROTECT, related_name="client_consents", verbose_name=_("outil"))
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="client_consents",
        verbose_name=_("projet"),
    )
    scope = models.CharField(_("périmètre"), max_length=300)
    reference = models.CharField(_("référence"), max_length=300)
    granted_on = models.DateField(_("donné le"))
    expires_on = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    withdrawn_on = models.DateField(_("retiré le"), null=True, blank=True)

    objects = ClientConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("accord du client")
        verbose_name_plural = _("accords des clients")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("granted_on")),
                name="consent_expires_after_grant",
            ),
            models.CheckConstraint(
                condition=~Q(reference="") & ~Q(scope=""), name="consent_has_reference_and_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.tool}"

    def is_valid(self, day: date) -> bool:
        """The same as `valid_on`, for a row in hand."""
        is_running = self.expires_on is None or day <= self.expires_on
        return (
            self.granted_on <= day and is_running and (self.withdrawn_on is None or day < self.withdrawn_on)
        )
