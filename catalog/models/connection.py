"""Accounts at vendors: where they are read, with what credential, how well they answer, who is who."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.enums import ConnectionState
from catalog.models.subscription import Subscription
from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission

STALE_AFTER = 2  # planned intervals


class ConnectionQuerySet(GovernedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who manage connections see them; the figures that they bring are shown with the seats."""
        return self.all() if user.may(Permission.MANAGE_CONNECTIONS) else self.none()

    def due(self, now: datetime) -> Self:
        """Those to read now: not paused, and neither waiting for a credential nor for their hour."""
        return self.exclude(state=ConnectionState.PAUSED).filter(next_due_at__lte=now)

    def for_list(self) -> Self:
        return self.select_related("subscription__plan__tool", "owner").order_by("label", "pk")


class Connection(Governed):
    """One account at one vendor, read by night.

    The credential is written once: encrypted here (only its last four characters are ever shown), or held
    by the environment under `credential_variable`. `problem_text` is a msgid with {named} gaps, so that
    each reader has it in their language. `next_due_at` None: not read before somebody acts.
    """

    audit_secret = ("credential", "credential_tail")
    audit_personal = ("missing",)

    kind = models.CharField(gettext_lazy("genre"), max_length=40)
    label = models.CharField(gettext_lazy("nom"), max_length=120)
    base_url = models.CharField(gettext_lazy("adresse"), max_length=300)
    organisation = models.CharField(gettext_lazy("organisation"), max_length=120, blank=True)
    extra_hosts = models.JSONField(gettext_lazy("hôtes admis en plus"), default=list, blank=True)
    subscription = models.ForeignKey(
        Subscription, models.PROTECT, null=True, blank=True, related_name="connections",
        verbose_name=gettext_lazy("abonnement"),
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="connections",
        verbose_name=gettext_lazy("responsable"),
    )  # fmt: skip
    credential = models.CharField(gettext_lazy("jeton"), max_length=2000, blank=True)
    credential_tail = models.CharField(gettext_lazy("fin du jeton"), max_length=4, blank=True)
    credential_variable = models.CharField(
        gettext_lazy("variable d’environnement"), max_length=80, blank=True
    )
    credential_set_at = models.DateTimeField(gettext_lazy("jeton enregistré le"), null=True, blank=True)
    interval_hours = models.PositiveSmallIntegerField(gettext_lazy("intervalle, en heures"), default=24)
    state = models.CharField(
        gettext_lazy("état"), max_length=14, choices=ConnectionState.choices(),
        default=ConnectionState.NEVER_RUN.value,
    )  # fmt: skip
    failure = models.CharField(gettext_lazy("genre de panne"), max_length=20, blank=True)
    problem_text = models.CharField(gettext_lazy("problème"), max_length=400, blank=True)
    problem_values = models.JSONField(gettext_lazy("détails du problème"), default=dict, blank=True)
    missing = models.CharField(gettext_lazy("droit qui manque"), max_length=300, blank=True)
    last_success_at = models.DateTimeField(gettext_lazy("dernier relevé complet"), null=True, blank=True)
    last_tried_at = models.DateTimeField(gettext_lazy("dernier essai"), null=True, blank=True)
    next_due_at = models.DateTimeField(gettext_lazy("prochain relevé"), null=True, blank=True)
    failures = models.PositiveSmallIntegerField(gettext_lazy("échecs de suite"), default=0)
    throttled = models.PositiveSmallIntegerField(gettext_lazy("refus de débit de suite"), default=0)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("connexion")
        verbose_name_plural = gettext_lazy("connexions")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "base_url", "organisation"], name="one_connection_per_account"
            ),
            models.CheckConstraint(
                name="connection_has_one_credential",
                condition=Q(credential="", credential_tail="") & ~Q(credential_variable="")
                | ~Q(credential="") & Q(credential_variable=""),
            ),
            models.CheckConstraint(
                name="connection_interval_at_least_1h", condition=Q(interval_hours__gte=1)
            ),
        ]
        indexes = [models.Index(fields=["next_due_at"], name="connection_due")]

    def __str__(self) -> str:
        return self.label

    @property
    def reference(self) -> str:
        return f"catalog.connection:{self.pk}"

    @property
    def interval(self) -> timedelta:
        return timedelta(hours=self.interval_hours)

    @property
    def problem(self) -> str:
        """What is wrong, in the reader's language; "" when nothing is."""
        return worded(self.problem_text, self.problem_values)

    @property
    def is_paused(self) -> bool:
        return self.state == ConnectionState.PAUSED

    @property
    def waits_for_credential(self) -> bool:
        """The vendor refused the credential: nothing is sent any more before somebody acts."""
        return self.state == ConnectionState.ACTION_NEEDED and self.next_due_at is None

    def is_stale(self, now: datetime) -> bool:
        """Whether its figures are older than two planned readings; nothing may be built on them then."""
        return self.last_success_at is not None and now - self.last_success_at > STALE_AFTER * self.interval


class AccountLinkQuerySet(GovernedQuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.all() if user.may(Permission.MANAGE_CONNECTIONS) else self.none()

    def in_force(self) -> Self:
        return self.filter(ended_at=None)


class AccountLink(Governed):
    """Whose account a login is, said by a person: vendors often give no email.

    Logins can be renamed and taken by somebody else, account ids cannot: when the id is known, it decides.
    """

    audit_personal = ("login", "vendor_account_id")

    connection = models.ForeignKey(Connection, models.PROTECT, related_name="links")
    login = models.CharField(gettext_lazy("compte"), max_length=200)
    vendor_account_id = models.CharField(gettext_lazy("numéro du compte"), max_length=120, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="account_links",
        verbose_name=gettext_lazy("personne"),
    )  # fmt: skip
    linked_at = models.DateTimeField(gettext_lazy("rattaché le"))
    ended_at = models.DateTimeField(gettext_lazy("détaché le"), null=True, blank=True)

    objects = AccountLinkQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("compte rattaché")
        verbose_name_plural = gettext_lazy("comptes rattachés")
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "login", "vendor_account_id"],
                condition=Q(ended_at=None),
                name="one_link_per_account",
            ),
        ]

    def __str__(self) -> str:
        return self.login


def worded(text: str, values: dict[str, Any]) -> str:
    """A stored msgid in the reader's language, its values filled in; the value `said` is quoted behind it."""
    if not text:
        return ""
    said = values.get("said")
    sentence = _(text).format(**values)
    return f"{sentence} « {said} »" if said else sentence
