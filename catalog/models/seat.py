from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Max, Q

from catalog.models.subscription import Subscription
from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.access import Permission


class SeatQuerySet(GovernedQuerySet):
    def open(self) -> Self:
        return self.filter(released_on=None)

    def visible_to(self, user) -> Self:
        """Everybody sees what they hold; names of others are for those who manage seats."""
        return self.all() if user.may(Permission.MANAGE_SEATS) else self.filter(holder=user)

    def with_last_use(self) -> Self:
        """Adds `.last_used_on` (None: not known) and `.read_at`, from what the sources said."""
        return self.annotate(
            last_used_on=Max("observations__last_used_on"), read_at=Max("observations__as_of")
        )

    def for_sheet(self) -> Self:
        return self.select_related("subscription__plan__tool", "holder").order_by("assigned_on", "pk")


class Seat(Governed):
    """One person holding one seat of a subscription, from a day to a day."""

    subscription = models.ForeignKey(Subscription, models.PROTECT, related_name="seats")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    assigned_on = models.DateField()
    released_on = models.DateField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "holder"],
                condition=Q(released_on=None),
                name="one_open_seat_per_holder",
            ),
            models.CheckConstraint(
                name="seat_released_after_assigned",
                condition=Q(released_on__isnull=True) | Q(released_on__gte=F("assigned_on")),
            ),
        ]
        indexes = [models.Index(fields=["holder", "released_on"], name="seat_by_holder")]

    def __str__(self) -> str:
        return f"{self.subscription}, {self.holder_id}"


class SeatObservation(models.Model):
    """What a vendor said about a seat: its last use, never its content. Erasable machine fact."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="observations")
    last_used_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=80)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seat", "source", "as_of"], name="one_observation_per_reading"),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.source} {self.as_of:%Y-%m-%d}"
