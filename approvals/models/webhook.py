"""Webhooks: the programs that hear what happens, and what was sent to each."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.webhook_events import DeliveryState, Form, State
from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission
from people.models.user import Language


class WebhookQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """Those who manage webhooks; nobody else knows that there are any."""
        return self.all() if user.may(Permission.MANAGE_WEBHOOKS) else self.none()

    def listening(self) -> Self:
        return self.filter(state=State.ACTIVE.value).order_by("pk")

    def for_list(self) -> Self:
        return self.order_by("label", "pk")


class Webhook(Governed):
    """An address of another program, which events it hears, and how.

    The address may carry a credential (Slack, Teams), so it is encrypted as the secret is; `host` is what is
    shown. The secret is shown once, when it is made.
    """

    audit_secret = ("address", "secret")
    audit_exempt = ("failures", "failing_since_at", "last_taken_at")  # machine facts of the deliveries

    label = models.CharField(_("nom"), max_length=80, unique=True)
    form = models.CharField(_("forme des messages"), max_length=8, choices=Form.choices())
    language = models.CharField(_("langue"), max_length=2, choices=Language.choices(), default="fr")
    host = models.CharField(_("hôte"), max_length=255)
    address = models.CharField(_("adresse"), max_length=6000)
    secret = models.CharField(_("secret"), max_length=400)
    events = models.JSONField(_("événements"), default=list)
    state = models.CharField(
        _("état"), max_length=8, choices=State.choices(), default=State.ACTIVE.value
    )  # fmt: skip
    created_at = models.DateTimeField(_("créé le"))
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0)
    failing_since_at = models.DateTimeField(_("en échec depuis"), null=True, blank=True)
    last_taken_at = models.DateTimeField(_("dernier message reçu"), null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            models.CheckConstraint(
                condition=~Q(label="") & ~Q(address="") & ~Q(secret="") & ~Q(events=[]),
                name="webhook_is_complete",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_active(self) -> bool:
        return self.state == State.ACTIVE


class DeliveryQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(state=DeliveryState.WAITING.value)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def over_before(self, moment: datetime) -> Self:
        return self.filter(created_at__lt=moment).exclude(state=DeliveryState.WAITING.value)


class Delivery(models.Model):
    """One message to one webhook. `identity` is the same at every try, so that a receiver has it once."""

    webhook = models.ForeignKey(Webhook, models.PROTECT, related_name="deliveries")
    identity = models.CharField(_("identifiant"), max_length=40, unique=True)
    event = models.CharField(_("événement"), max_length=60)
    position = models.PositiveBigIntegerField(_("position dans la piste"), default=0)
    body = models.TextField(_("message"))
    state = models.CharField(
        _("état"), max_length=8, choices=DeliveryState.choices(), default=DeliveryState.WAITING.value
    )  # fmt: skip
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    outcome = models.CharField(_("dernier résultat"), max_length=20, blank=True)
    status = models.PositiveSmallIntegerField(_("statut HTTP"), default=0)
    words = models.CharField(_("réponse"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("créé le"))
    tried_at = models.DateTimeField(_("dernier essai"), null=True, blank=True)
    next_at = models.DateTimeField(_("prochain essai"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message envoyé")
        verbose_name_plural = _("messages envoyés")
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "position"], condition=~Q(position=0), name="an_event_once_per_webhook"
            )
        ]
        indexes = [
            models.Index(fields=["webhook", "-created_at"], name="delivery_log"),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.identity}"


class WebhookCursor(models.Model):
    """How far the trail was read for webhooks: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.position)
