"""What a vendor lists: one row per seat of a connection, as it was last read."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.models.connection import Connection
from catalog.models.sync_run import SyncRun
from people.access import Permission


class VendorSeatQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.all() if user.may(Permission.MANAGE_CONNECTIONS) else self.none()

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def unmatched(self) -> Self:
        return self.open().filter(person=None)

    def for_sheet(self) -> Self:
        return self.select_related("person").order_by("login", "vendor_account_id", "pk")


class VendorSeat(models.Model):
    """A seat as the vendor tells it. Machine fact, erasable: the run that brought it is governed.

    Never deleted by a reading: `missed_runs` counts the complete ones in a row that did not list it, and the
    second ends it. A last use that was known once is never blanked by a later "not known".
    """

    connection = models.ForeignKey(Connection, models.PROTECT, related_name="vendor_seats")
    product = models.CharField(max_length=80, blank=True)
    vendor_account_id = models.CharField(max_length=120)
    login = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="vendor_seats"
    )
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    plan = models.CharField(max_length=80, blank=True)
    via = models.JSONField(default=list, blank=True)
    assigned_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    last_used_precision = models.CharField(max_length=8, blank=True)
    last_authenticated_at = models.DateTimeField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    first_seen_at = models.DateTimeField()
    seen_in = models.ForeignKey(SyncRun, models.PROTECT, related_name="vendor_seats")
    missed_runs = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = VendorSeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection", "product", "vendor_account_id"], name="one_row_per_vendor_account"
            ),
            models.CheckConstraint(name="vendor_seat_names_an_account", condition=~Q(vendor_account_id="")),
        ]
        indexes = [models.Index(fields=["connection", "ended_at"], name="vendor_seat_open")]

    def __str__(self) -> str:
        return self.login or self.vendor_account_id

    @property
    def key(self) -> tuple[str, str]:
        return (self.product, self.vendor_account_id)
