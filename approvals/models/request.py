"""A request: who asks what, for whom, on which facts."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from approvals.models.group import GroupRequest
from approvals.models.reach import falls_to, held_by
from approvals.workflow import CLOSED_STATES, OPEN_STATES, Kind, State
from catalog.enums import KeyEnvironment
from catalog.models import ApiKeySheet, Seat
from compliance.models import Exemption
from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission
from usecases.vocabulary import UseCaseStatus

PLAN_KINDS = (Kind.LICENCE, Kind.TOOL_ACCESS, Kind.SEAT_REVIEW)
GOES_ON = (UseCaseStatus.CLASSIFIED.value, UseCaseStatus.VALIDATED.value)
SEE_EVERY_REQUEST = (
    Permission.DECIDE_AS_DPO,
    Permission.DECIDE_AS_DIRECTION,
    Permission.DECIDE_AS_LICENCES,
)
_OPEN = Q(state__in=[state.value for state in OPEN_STATES])
_NOTHING_PROPOSED = Q(proposed_name="", tool=None)
_NO_KEY = Q(environment="", cap_minor=None, currency="", api_key=None)
_CAPPED = Q(cap_minor__gt=0) & ~Q(currency="")


def _targets_fit_the_kind() -> Q:
    """One alternative per kind, saying which targets are set and that the others are not."""
    plans = (
        Q(kind__in=[kind.value for kind in PLAN_KINDS], plan__isnull=False, use_case=None) & _NOTHING_PROPOSED
    )
    exception = (
        Q(kind=Kind.DATA_EXCEPTION.value, plan__isnull=False, project__isnull=False, use_case=None)
        & _NOTHING_PROPOSED
    )
    use_case = Q(kind=Kind.USE_CASE.value, use_case__isnull=False, plan=None) & _NOTHING_PROPOSED
    new_tool = Q(kind=Kind.NEW_TOOL.value, plan=None, use_case=None) & ~Q(proposed_name="")
    return (_NO_KEY & (plans | exception | use_case | new_tool)) | _keys()


def _keys() -> Q:
    """A key at a plan, in an environment, under a cap; a higher cap for a key that exists."""
    key = Q(kind=Kind.API_KEY.value, plan__isnull=False, api_key=None) & ~Q(environment="")
    quota = Q(kind=Kind.QUOTA.value, api_key__isnull=False, environment="")
    return Q(use_case=None) & _NOTHING_PROPOSED & _CAPPED & (key | quota)


def _still_stands(today: date) -> Q:
    """What is left of a grant, by kind. Nothing is left of a new tool once it is in the catalogue, nor of a
    raised cap: the approval of the key itself stays."""
    reference = OuterRef("reference")
    seats = Seat.objects.open().filter(holder=OuterRef("beneficiary"), subscription__plan=OuterRef("plan"))
    standing = Q(kind=Kind.TOOL_ACCESS.value)
    standing |= Q(Exists(seats), kind=Kind.LICENCE.value)
    standing |= Q(pk__in=Request.objects.filter(waiting_places__outcome="").values("pk"))
    standing |= Q(Exists(ApiKeySheet.objects.in_use().filter(reference=reference)), kind=Kind.API_KEY.value)
    standing |= Q(kind=Kind.USE_CASE.value, use_case__status__in=GOES_ON)
    exemptions = Exemption.objects.in_force(today).filter(reference=reference)
    return standing | Q(Exists(exemptions), kind=Kind.DATA_EXCEPTION.value)


def _newer_approvals() -> "RequestQuerySet":
    """A later approval of the same thing for the same person takes the place of the earlier one."""
    same = Q(plan=OuterRef("plan"), kind__in=[Kind.LICENCE.value, Kind.TOOL_ACCESS.value])
    same |= Q(use_case=OuterRef("use_case"), kind=Kind.USE_CASE.value)
    newer = Request.objects.filter(
        same, kind=OuterRef("kind"), beneficiary=OuterRef("beneficiary"), pk__gt=OuterRef("pk"),
        state=State.APPROVED.value, ended_on=None,
    )  # fmt: skip
    return newer.order_by()


class RequestCounter(models.Model):
    """The last request number given in a year. Locked while a number is allotted: no gap, no double."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class RequestQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> "RequestQuerySet":
        """Requester, beneficiary and deciders in scope; DPO, direction and licences see every request."""
        if not user.is_admitted:
            return self.none()
        if any(user.may(permission) for permission in SEE_EVERY_REQUEST):
            return self
        decided = Request.objects.filter(Q(steps__decided_by=user) | falls_to(user, "steps__", ""))
        reopened = Request.objects.filter(held_by(user, "reopenings__", ""))
        theirs = Q(pk__in=decided.values("pk")) | Q(pk__in=reopened.values("pk"))
        return self.filter(Q(requester=user) | Q(beneficiary=user) | theirs)

    def open(self) -> "RequestQuerySet":
        return self.filter(_OPEN)

    def closed(self) -> "RequestQuerySet":
        return self.filter(state__in=[state.value for state in CLOSED_STATES])

    def granted(self, today: date) -> "RequestQuerySet":
        """Approved, not ended, and not yet at its end. An approved extension stands for what it extends."""
        extended = Request.objects.filter(state=State.APPROVED.value, extends=OuterRef("pk"))
        running = Q(ends_on=None) | Q(ends_on__gte=today)
        return self.filter(~Exists(extended), running, state=State.APPROVED.value, ended_on=None)

    def in_effect(self, today: date) -> "RequestQuerySet":
        """Granted, and what it granted still stands: the newest approval of a seat, of an access, of a
        use case that goes on, of an exception in force."""
        return self.granted(today).filter(_still_stands(today)).exclude(Exists(_newer_approvals()))

    def concerning(self, user) -> "RequestQuerySet":
        """What the person asked, or what was asked for them."""
        return self.filter(Q(requester=user) | Q(beneficiary=user))

    def with_targets(self) -> "RequestQuerySet":
        """What the facts of many requests are read from: one statement per target, not one per request."""
        return self.prefetch_related("plan__tool", "use_case__client", "project__client")

    def newest_first(self) -> "RequestQuerySet":
        return self.order_by("-submitted_at", "-pk")

    def for_display(self) -> "RequestQuerySet":
        """Everything a list or a sheet names, in one query."""
        return self.select_related(
            "requester",
            "beneficiary__team",
            "plan__tool",
            "tool",
            "api_key__plan__tool",
            "api_key__vendor",
            "use_case",
            "project__client",
            "project__lead",
        )


class Request(Governed):
    """Something a person asks for, decided step by step.

    `facts` are what is approved; `facts_digest` seals them (see `kinds.digest`). `effect` names the row that
    the last approval made or changed ({"seat": 12}), so that undoing it finds it again.
    """

    year = models.PositiveSmallIntegerField(_("année"))
    number = models.PositiveIntegerField(_("numéro"))
    reference = models.CharField(_("référence"), max_length=20, unique=True)
    kind = models.CharField(_("type"), max_length=20, choices=Kind.choices())
    state = models.CharField(_("état"), max_length=20, choices=State.choices(), default=State.DRAFT.value)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="requests_made")
    beneficiary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="requests_received"
    )
    plan = models.ForeignKey("catalog.Plan", models.PROTECT, null=True, blank=True, related_name="requests")
    tool = models.ForeignKey("catalog.Tool", models.PROTECT, null=True, blank=True, related_name="requests")
    use_case = models.ForeignKey(
        "usecases.UseCase", models.PROTECT, null=True, blank=True, related_name="requests"
    )
    project = models.ForeignKey(
        "people.Project", models.PROTECT, null=True, blank=True, related_name="requests"
    )
    proposed_name = models.CharField(_("outil proposé"), max_length=120, blank=True, default="")
    proposed_vendor = models.CharField(_("éditeur proposé"), max_length=120, blank=True, default="")
    proposed_url = models.URLField(_("adresse de l’outil"), blank=True, default="")
    data_levels = models.JSONField(_("données"), default=list, blank=True)
    conditions = models.JSONField(_("conditions à lever"), default=list, blank=True)
    api_key = models.ForeignKey(
        "catalog.ApiKeySheet", models.PROTECT, null=True, blank=True, related_name="requests",
        verbose_name=_("clé d’API"),
    )  # fmt: skip
    environment = models.CharField(
        _("environnement"), max_length=12, choices=KeyEnvironment.choices(), blank=True, default=""
    )
    scopes = models.JSONField(_("droits de la clé"), default=list, blank=True)
    cap_minor = models.PositiveBigIntegerField(_("plafond mensuel"), null=True, blank=True)
    currency = models.CharField(_("devise"), max_length=3, blank=True, default="")
    justification = models.TextField(_("besoin"), blank=True, default="")
    checks = models.JSONField(_("contrôles"), default=list, blank=True)
    facts = models.JSONField(_("faits approuvés"), default=dict, blank=True)
    facts_digest = models.CharField(_("empreinte des faits"), max_length=64, blank=True, default="")
    granted_by_rule = models.CharField(_("accordée par la règle"), max_length=20, blank=True, default="")
    sending_key = models.UUIDField(_("envoi"), null=True, blank=True)
    extends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="extensions", verbose_name=_("prolonge")
    )
    redoes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="attempts", verbose_name=_("reprend")
    )
    group = models.ForeignKey(
        GroupRequest, models.PROTECT, null=True, blank=True, related_name="requests",
        verbose_name=_("demande groupée"),
    )  # fmt: skip
    submitted_at = models.DateTimeField(_("envoyée le"))
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    starts_on = models.DateField(_("à partir du"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    effect = models.JSONField(_("effet"), default=dict, blank=True)
    ended_on = models.DateField(_("terminée le"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="requests_ended"
    )
    end_reason = models.TextField(_("raison de la fin"), blank=True, default="")

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande")
        verbose_name_plural = _("demandes")
        indexes = [models.Index(fields=["state", "submitted_at"], name="request_state_submitted")]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="request_number_once_a_year"),
            models.CheckConstraint(condition=_targets_fit_the_kind(), name="request_targets_fit_the_kind"),
            models.CheckConstraint(
                condition=Q(decided_at=None, state__in=["draft", "waiting", "clarification"])
                | Q(decided_at__isnull=False, state__in=[state.value for state in CLOSED_STATES]),
                name="request_decided_at_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, end_reason="")
                | (Q(ended_on__isnull=False, state=State.APPROVED.value) & ~Q(end_reason="")),
                name="request_ended_for_a_reason",
            ),
            models.UniqueConstraint(
                fields=["kind", "plan", "beneficiary"],
                condition=_OPEN & Q(kind__in=[kind.value for kind in PLAN_KINDS]),
                name="one_open_request_per_plan",
            ),
            models.UniqueConstraint(
                fields=["plan", "environment", "beneficiary"],
                condition=_OPEN & Q(kind=Kind.API_KEY.value),
                name="one_open_request_per_key",
            ),
            models.UniqueConstraint(
                fields=["api_key"], condition=_OPEN & Q(kind=Kind.QUOTA.value), name="one_open_quota_per_key"
            ),
            models.UniqueConstraint(
                fields=["plan", "project", "beneficiary"],
                condition=_OPEN & Q(kind=Kind.DATA_EXCEPTION.value),
                name="one_open_exception_per_project",
            ),
            models.UniqueConstraint(
                fields=["use_case", "beneficiary"], condition=_OPEN, name="one_open_request_per_use_case"
            ),
            models.UniqueConstraint(
                Lower("proposed_name"),
                "beneficiary",
                condition=_OPEN & Q(kind=Kind.NEW_TOOL.value),
                name="one_open_request_per_new_tool",
            ),
            models.UniqueConstraint(fields=["requester", "sending_key"], name="one_request_per_sending"),
            models.UniqueConstraint(fields=["extends"], condition=_OPEN, name="one_open_extension"),
            models.CheckConstraint(
                condition=Q(extends=None) | Q(redoes=None), name="request_extends_or_redoes"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="request_ends_after_its_start",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
