"""The trace that an asker keeps of one data answer, to show to a colleague. Short-lived by design."""

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Plan
from people.models import Client, Project

SHOWN_FOR = timedelta(hours=24)
KEPT_FOR = timedelta(days=30)


def new_token() -> str:
    """Enough chance that nobody comes upon somebody else's receipt."""
    return secrets.token_urlsafe(16)


class ReceiptQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Any colleague who has the address and may know the client and the project that it names."""
        clients = Q(client=None) | Q(client__in=Client.objects.visible_to(user))
        projects = Q(project=None) | Q(project__in=Project.objects.visible_to(user))
        return self.filter(clients & projects)

    def to_forget(self, now: datetime) -> Self:
        return self.filter(expires_at__lt=now - KEPT_FOR)


class Receipt(models.Model):
    """Who asked what, what they attested, and what was answered under which rules."""

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="receipts")
    asked_at = models.DateTimeField(_("donnée le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="receipts")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="receipts")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="receipts")
    levels = models.JSONField()
    attested = models.JSONField(default=list)
    result = models.CharField(max_length=10)
    ruleset_version = models.CharField(max_length=40)
    rules = models.JSONField(default=list)

    objects = ReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("reçu")
        verbose_name_plural = _("reçus")
        indexes = [models.Index(fields=["expires_at"], name="receipt_expires")]

    def __str__(self) -> str:
        return self.token

    def is_shown(self, now: datetime) -> bool:
        """Whether it still speaks; afterwards the question is asked again."""
        return now < self.expires_at
