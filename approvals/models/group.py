"""A group request: the same thing asked for several people in one act."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet


class GroupRequestQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> "GroupRequestQuerySet":
        """Whoever sent it: each request in it has readers of its own."""
        return self.filter(requester=user) if user.is_admitted else self.none()


class GroupRequest(Governed):
    """What was sent together, and for whom it was refused and why.

    `refused` are {"person": key of the person, "reason": sentence}; what went are its `requests`.
    """

    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="group_requests")
    plan = models.ForeignKey("catalog.Plan", models.PROTECT, related_name="group_requests")
    sending_key = models.UUIDField(_("envoi"), null=True, blank=True)
    sent_at = models.DateTimeField(_("envoyée le"))
    refused = models.JSONField(_("refus"), default=list, blank=True)

    audit_personal = ("refused",)

    objects = GroupRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande groupée")
        verbose_name_plural = _("demandes groupées")
        constraints = [
            models.UniqueConstraint(fields=["requester", "sending_key"], name="one_group_per_sending"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} · {self.sent_at:%Y-%m-%d %H:%M}"
