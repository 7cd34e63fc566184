"""A reopening: the facts of an approval no longer hold, and somebody says whether it still stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.reach import held_by
from approvals.models.request import Request
from approvals.workflow import Decider
from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop


class ReopeningOutcome(Labelled):
    """How a reopening ended. The last one is the sweep's: nothing was left to settle."""

    STILL_VALID = "still-valid", gettext_noop("Toujours valable")
    ENDED = "ended", gettext_noop("Accord terminé")
    MOOT = "moot", gettext_noop("Sans objet")


class ReopeningQuerySet(GovernedQuerySet):
    def open(self) -> "ReopeningQuerySet":
        return self.filter(settled_at=None)

    def visible_to(self, user) -> "ReopeningQuerySet":
        """The reopenings of the requests that the person may read."""
        return self.filter(request__in=Request.objects.visible_to(user))

    def to_settle_by(self, user) -> "ReopeningQuerySet":
        """What waits for the person: falls to them as a step would, and is not about themselves."""
        theirs = Q(request__requester=user) | Q(request__beneficiary=user) | Q(request__use_case__owner=user)
        return self.open().filter(held_by(user)).exclude(pk__in=Reopening.objects.filter(theirs).values("pk"))

    def oldest_first(self) -> "ReopeningQuerySet":
        return self.order_by("found_at", "pk")

    def for_display(self) -> "ReopeningQuerySet":
        return self.select_related(
            "request__requester", "request__beneficiary__team", "request__plan__tool", "request__tool",
            "request__use_case__client", "request__project__client", "settled_by",
        )  # fmt: skip


class Reopening(Governed):
    """The facts as they were approved and as they were found; once settled, by whom, when and how.

    `role` is the capacity in which somebody settles it: that of the last word on such a request.
    """

    request = models.ForeignKey(Request, models.PROTECT, related_name="reopenings")
    role = models.CharField(_("rôle"), max_length=20, choices=Decider.choices())
    sealed_facts = models.JSONField(_("faits approuvés"))
    found_facts = models.JSONField(_("faits trouvés"))
    found_digest = models.CharField(_("empreinte des faits trouvés"), max_length=64)
    found_at = models.DateTimeField(_("trouvée le"))
    outcome = models.CharField(
        _("suite donnée"), max_length=12, choices=ReopeningOutcome.choices(), blank=True, default=""
    )
    reason = models.TextField(_("raison"), blank=True, default="")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="reopenings_settled"
    )
    settled_at = models.DateTimeField(_("traitée le"), null=True, blank=True)

    objects = ReopeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("accord à revoir")
        verbose_name_plural = _("accords à revoir")
        indexes = [models.Index(fields=["settled_at", "role"], name="reopening_open_by_role")]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(settled_at=None), name="one_open_reopening_per_request"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_by=None, settled_at=None, reason="")
                | Q(outcome=ReopeningOutcome.MOOT.value, settled_by=None, settled_at__isnull=False)
                | Q(
                    outcome__in=[ReopeningOutcome.STILL_VALID.value, ReopeningOutcome.ENDED.value],
                    settled_by__isnull=False,
                    settled_at__isnull=False,
                ),
                name="reopening_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=ReopeningOutcome.ENDED.value) | ~Q(reason=""),
                name="reopening_ended_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.found_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
