"""Rows as they were read, kept under their run until it is over: a held-back run is applied from them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from catalog.connectors import SeatRow
from catalog.models import StagedSeat, SyncRun

INSTANTS = ("assigned_at", "last_used_at", "last_authenticated_at")
TEXTS = ("login", "email", "kind", "state", "last_used_precision", "plan")


def stage(run: SyncRun, rows: Iterable[SeatRow]) -> None:
    StagedSeat.objects.bulk_create(
        StagedSeat(
            run=run,
            product=row.product[:80],
            vendor_account_id=row.vendor_account_id[:120],
            facts=_facts(row),
        )
        for row in rows
    )


def rows_of(run: SyncRun) -> list[SeatRow]:
    """The rows of a run again, in their order, as the connector gave them."""
    return [_row(staged) for staged in run.staged.order_by("pk")]


def drop(run: SyncRun) -> None:
    run.staged.all().delete()


def _facts(row: SeatRow) -> dict[str, Any]:
    told: dict[str, Any] = {name: str(getattr(row, name)) for name in TEXTS}
    told |= {name: _iso(getattr(row, name)) for name in (*INSTANTS, "ends_on")}
    return told | {"via": list(row.via)}


def _row(staged: StagedSeat) -> SeatRow:
    told = dict(staged.facts)
    told |= {name: told[name] and datetime.fromisoformat(told[name]) for name in INSTANTS}
    told["ends_on"] = told["ends_on"] and date.fromisoformat(told["ends_on"])
    told["via"] = tuple(told["via"])
    return SeatRow(product=staged.product, vendor_account_id=staged.vendor_account_id, **told)


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None
