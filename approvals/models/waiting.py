"""The waiting list of a plan: approvals that no seat was free for, in the order in which they came."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from approvals.models.request import Request
from catalog.models import Plan, Seat
from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from people.access import Permission


class WaitingOutcome(Labelled):
    """How a place ended: with a seat, or without."""

    SERVED = "served", gettext_noop("Siège attribué")
    LEFT = "left", gettext_noop("Place rendue")


class WaitingPlaceQuerySet(GovernedQuerySet):
    def open(self) -> "WaitingPlaceQuerySet":
        return self.filter(closed_at=None)

    def visible_to(self, user) -> "WaitingPlaceQuerySet":
        """One's own place, and those of the requests that one may read; every one for who manages seats."""
        if user.may(Permission.MANAGE_SEATS):
            return self
        return self.filter(request__in=Request.objects.visible_to(user))

    def in_line(self) -> "WaitingPlaceQuerySet":
        """First come, first served."""
        return self.order_by("taken_at", "pk")

    def with_rank(self) -> "WaitingPlaceQuerySet":
        """Adds `.rank`: the position of an open place in the line of its plan, from 1 at the head."""
        before = Q(taken_at__lt=OuterRef("taken_at")) | Q(
            taken_at=OuterRef("taken_at"), pk__lte=OuterRef("pk")
        )
        line = WaitingPlace.objects.open().filter(before, plan=OuterRef("plan")).order_by()
        return self.annotate(rank=Subquery(line.values("plan").annotate(n=Count("pk")).values("n")))

    def for_lines(self) -> "WaitingPlaceQuerySet":
        return self.select_related("request__requester", "holder__team", "plan__tool").in_line()


class WaitingPlace(Governed):
    """A place in the line for a seat of a plan, taken by an approved request; it ends with a seat or none."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="waiting_places")
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="waiting_places")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="waiting_places")
    taken_at = models.DateTimeField(_("prise le"))
    outcome = models.CharField(
        _("issue"), max_length=8, choices=WaitingOutcome.choices(), blank=True, default=""
    )
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="waiting_places")
    reason = models.TextField(_("raison"), blank=True, default="")
    closed_at = models.DateTimeField(_("rendue le"), null=True, blank=True)

    objects = WaitingPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place en file d’attente")
        verbose_name_plural = _("places en file d’attente")
        indexes = [models.Index(fields=["plan", "closed_at", "taken_at"], name="waiting_place_in_line")]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=Q(closed_at=None), name="one_open_place_per_request"
            ),
            models.UniqueConstraint(
                fields=["plan", "holder"], condition=Q(closed_at=None), name="one_open_place_per_holder"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", closed_at=None, seat=None)
                | Q(outcome=WaitingOutcome.SERVED.value, closed_at__isnull=False, seat__isnull=False)
                | Q(outcome=WaitingOutcome.LEFT.value, closed_at__isnull=False, seat=None),
                name="waiting_place_closed_with_its_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} · {self.taken_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def position(self) -> int:
        """Its rank in the line of its plan, from 1 at the head."""
        before = Q(taken_at__lt=self.taken_at) | Q(taken_at=self.taken_at, pk__lte=self.pk)
        return WaitingPlace.objects.open().filter(before, plan=self.plan_id).count()
