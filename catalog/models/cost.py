from typing import Self

from django.db import models

from catalog.enums import CostKind
from catalog.models.vendor import Vendor
from people.access import Permission


class CostRecordQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Amounts are for finance, direction and licences; nobody else learns that there are any."""
        return self.all() if user.may(Permission.SEE_COSTS) else self.none()


class CostRecord(models.Model):
    """What a vendor cost in a month, of one kind, as one source says it (a machine fact).

    Committed, consumed and billed are three readings of the same month and are never added together.
    """

    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="costs")
    month = models.DateField()  # its first day
    kind = models.CharField(max_length=12, choices=CostKind.choices())
    amount_minor = models.BigIntegerField()  # negative for a credit note
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=120)

    objects = CostRecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vendor", "month", "kind", "currency", "source"], name="one_cost_per_month_and_source"
            ),
        ]
        indexes = [models.Index(fields=["month", "kind"], name="cost_by_month")]

    def __str__(self) -> str:
        return f"{self.vendor} {self.month:%Y-%m} {self.kind}"
