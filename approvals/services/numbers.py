"""Request numbers: one sequence a year, without a gap and without a double."""

from datetime import datetime

from django.utils import timezone

from approvals.models import RequestCounter


def allot(now: datetime) -> tuple[int, int]:
    """(year, number) for a request sent now. Call it inside the transaction that stores the request.

    The year's counter stays locked until that transaction ends: a rollback gives the number back.
    """
    year = timezone.localtime(now).year
    RequestCounter.objects.get_or_create(year=year)
    counter = RequestCounter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return year, counter.last


def reference(year: int, number: int) -> str:
    """« DEM-2026-118 »."""
    return f"DEM-{year}-{number:03d}"
