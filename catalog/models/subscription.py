from datetime import date
from typing import Self

from django.db import models
from django.db.models import Count, F, Q

from catalog.enums import Period
from etech_ai.audit.guard import Governed, GovernedQuerySet


class SubscriptionQuerySet(GovernedQuerySet):
    def visible_to(self, user: object) -> Self:
        """How many seats are left is public in the house; who holds them is not."""
        return self.all()

    def current(self, today: date) -> Self:
        return self.filter(starts_on__lte=today).filter(Q(ends_on=None) | Q(ends_on__gte=today))

    def with_seats_held(self) -> Self:
        """Adds `.seats_held`, the number of open seats."""
        return self.annotate(seats_held=Count("seats", filter=Q(seats__released_on=None)))

    def for_costs(self) -> Self:
        return (
            self.with_seats_held()
            .select_related("plan__tool__vendor")
            .order_by("plan__tool__vendor__name", "plan__tool__name", "label", "pk")
        )


class Subscription(Governed):
    """A contract line that the house pays for.

    `seat_ceiling` is what the house decided to pay for (None: no ceiling); `vendor_count` is what the
    vendor counts. The two stand side by side and neither overwrites the other.
    """

    plan = models.ForeignKey("catalog.Plan", models.PROTECT, related_name="subscriptions")
    label = models.CharField(max_length=120)
    seat_ceiling = models.PositiveIntegerField(null=True, blank=True)
    price_minor = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    period = models.CharField(max_length=8, choices=Period.choices(), default=Period.MONTH)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    notice_by = models.DateField(null=True, blank=True)
    vendor_count = models.PositiveIntegerField(null=True, blank=True)
    vendor_counted_on = models.DateField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "label"], name="one_subscription_per_plan_and_label"),
            models.CheckConstraint(
                name="subscription_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="subscription_ceiling_not_negative",
                condition=Q(seat_ceiling__isnull=True) | Q(seat_ceiling__gte=0),
            ),
            models.CheckConstraint(
                name="subscription_price_has_currency",
                condition=Q(price_minor__isnull=True, currency="")
                | (Q(price_minor__isnull=False) & ~Q(currency="")),
            ),
            models.CheckConstraint(
                name="subscription_vendor_count_is_dated",
                condition=Q(vendor_count__isnull=True, vendor_counted_on__isnull=True)
                | Q(vendor_count__isnull=False, vendor_counted_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def held_seats(self) -> int:
        """Open seats; the annotation of `with_seats_held` is used when it is there."""
        counted = self.__dict__.get("seats_held")
        return self.seats.open().count() if counted is None else counted

    def free_seats(self) -> int | None:
        """Seats that can still be given; None when the subscription has no ceiling."""
        if self.seat_ceiling is None:
            return None
        return max(self.seat_ceiling - self.held_seats(), 0)

    def is_current(self, today: date) -> bool:
        return self.starts_on <= today and (self.ends_on is None or self.ends_on >= today)
