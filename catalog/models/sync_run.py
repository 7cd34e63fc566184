"""Readings of a vendor's list: one governed row each, and the rows that it staged."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from catalog.enums import RunState
from catalog.models.connection import Connection, worded
from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission


class SyncRunQuerySet(GovernedQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.all() if user.may(Permission.MANAGE_CONNECTIONS) else self.none()

    def newest_first(self) -> Self:
        return self.order_by("-started_at", "-pk")

    def held_back(self) -> Self:
        return self.filter(state=RunState.NEEDS_REVIEW)


class SyncRun(Governed):
    """One reading, from its start to its end. The running one is the connection's lock, until its lease ends.

    `digest` is the SHA-256 of the rows as read; `report` holds the differences, with the names of accounts,
    hence committed in the trail rather than written there.
    """

    audit_personal = ("report", "message_values")

    connection = models.ForeignKey(Connection, models.PROTECT, related_name="runs")
    state = models.CharField(
        gettext_lazy("état"), max_length=14, choices=RunState.choices(), default=RunState.RUNNING.value
    )
    is_dry = models.BooleanField(gettext_lazy("essai à blanc"), default=False)
    started_at = models.DateTimeField(gettext_lazy("commencé le"))
    ended_at = models.DateTimeField(gettext_lazy("fini le"), null=True, blank=True)
    lease_until = models.DateTimeField()
    pages = models.PositiveIntegerField(gettext_lazy("pages"), default=0)
    rows = models.PositiveIntegerField(gettext_lazy("lignes"), default=0)
    seats = models.PositiveIntegerField(gettext_lazy("sièges distincts"), default=0)
    vendor_total = models.PositiveIntegerField(gettext_lazy("total de l’éditeur"), null=True, blank=True)
    purchased = models.PositiveIntegerField(gettext_lazy("sièges achetés"), null=True, blank=True)
    new_count = models.PositiveIntegerField(gettext_lazy("nouveaux"), default=0)
    changed_count = models.PositiveIntegerField(gettext_lazy("changés"), default=0)
    missing_count = models.PositiveIntegerField(gettext_lazy("pas vus"), default=0)
    ended_count = models.PositiveIntegerField(gettext_lazy("finis"), default=0)
    unmatched_count = models.PositiveIntegerField(gettext_lazy("sans personne"), default=0)
    failure = models.CharField(gettext_lazy("genre de panne"), max_length=20, blank=True)
    page = models.PositiveIntegerField(gettext_lazy("page de la panne"), default=0)
    message_text = models.CharField(gettext_lazy("message"), max_length=400, blank=True)
    message_values = models.JSONField(default=dict, blank=True)
    digest = models.CharField(gettext_lazy("empreinte"), max_length=64, blank=True)
    report = models.JSONField(gettext_lazy("rapport"), default=dict, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reviewed_runs",
        verbose_name=gettext_lazy("revu par"),
    )  # fmt: skip
    reviewed_at = models.DateTimeField(gettext_lazy("revu le"), null=True, blank=True)

    objects = SyncRunQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("relevé")
        verbose_name_plural = gettext_lazy("relevés")
        constraints = [
            models.UniqueConstraint(
                fields=["connection"], condition=Q(state="running"), name="one_run_at_a_time"
            ),
            models.CheckConstraint(
                name="run_ends_with_a_state",
                condition=Q(state="running", ended_at=None) | ~Q(state="running") & Q(ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["connection", "-started_at"], name="run_by_connection")]

    def __str__(self) -> str:
        return f"{self.connection_id} {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def message(self) -> str:
        """Why it ended as it did, in the reader's language; "" when all went well."""
        return worded(self.message_text, self.message_values)

    @property
    def is_running(self) -> bool:
        return self.state == RunState.RUNNING

    @property
    def needs_review(self) -> bool:
        return self.state == RunState.NEEDS_REVIEW

    def is_lost(self, now: datetime) -> bool:
        """Its worker was killed: the lease ended and nobody closed it."""
        return self.is_running and self.lease_until <= now


class StagedSeat(models.Model):
    """One line of a list as it was read, kept until its run is applied, dismissed or given up."""

    run = models.ForeignKey(SyncRun, models.PROTECT, related_name="staged")
    product = models.CharField(max_length=80, blank=True)
    vendor_account_id = models.CharField(max_length=120, blank=True)
    facts = models.JSONField()

    def __str__(self) -> str:
        return f"{self.run_id} {self.vendor_account_id}"
