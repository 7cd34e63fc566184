"""Who changed a fact, and when: found in the trail, in one statement."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from approvals import checks
from approvals.materiality import Difference
from approvals.models import ReopeningOutcome, Request
from compliance import trail
from etech_ai.audit.actors import reference_of
from etech_ai.audit.models import Event
from people.models import User

READ = 400
"""Events that are looked through at most, the newest first."""
FIELDS = {
    "plan.yearly_minor": ("price_minor", "period", "currency"),
    "use_case.plans": ("is_current", "plan"),
    "client.clauses": ("retired_on", "reference"),
    "client.consents": ("withdrawn_on",),
}
"""Fields behind a fact that is not a field of its own."""
ROWS = {"use_case.plans": "usecases.usecaseplan", "client.clauses": "compliance.clause",
        "client.consents": "compliance.clientconsent"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Author:
    """Who changed something, and when."""

    who: str
    at: datetime


def authors_of(request: Request, told: Iterable[Difference], user: User) -> dict[str, Author]:
    """The newest author of each difference, by its path; one that the trail does not explain is left out."""
    wanted = {one.path: _places(request, one) for one in told}
    subjects = {reference for places in wanted.values() for reference in _subjects(request, places)}
    events = Event.objects.filter(subject_ref__in=subjects, at__gte=_sealed_at(request)).order_by("-position")
    found: dict[str, Author] = {}
    for row in trail.rows(events[:READ]):
        touched = set(_touched(row.event))
        for path, places in wanted.items():
            if path not in found and places & touched:
                found[path] = Author(row.who, row.at)
    return found


def _places(request: Request, one: Difference) -> set[tuple[str, str]]:
    """(row, field) pairs of the trail that this change would touch; a kind of row where many may."""
    block, _dot, name = one.path.partition(".")
    names = FIELDS.get(one.path, (name,))
    if block == "client" and one.path in ROWS:
        moved = set(one.before or ()) ^ set(one.after or ())
        return {(f"{ROWS[one.path]}:{pk}", field) for pk in moved for field in names}
    if one.path in ROWS:
        return {(ROWS[one.path], field) for field in names}
    row = _row(request, block, name)
    return {(reference_of(row), field) for field in names} if row else set()


def _row(request: Request, block: str, name: str) -> Any:
    """The row whose field the fact is."""
    if block == "plan" and request.plan:
        return request.plan.tool if name == "decision" else request.plan
    return request.use_case if block == "use_case" else checks.client_of(request)


def _subjects(request: Request, places: set[tuple[str, str]]) -> Iterator[str]:
    """The rows whose events tell of these places: a use case’s tools change in its own events."""
    for row, _field in places:
        yield row if ":" in row else reference_of(request.use_case)


def _touched(event: Event) -> Iterator[tuple[str, str]]:
    for change in json.loads(event.payload)["changes"]:
        kind = change["row"].partition(":")[0]
        for name in change["fields"]:
            yield change["row"], name
            yield kind, name


def _sealed_at(request: Request) -> datetime:
    """Since when the facts that differ were sealed: the last confirmation, or the sending."""
    confirmed = (
        request.reopenings.filter(outcome=ReopeningOutcome.STILL_VALID).order_by("-settled_at").first()
    )
    return confirmed.settled_at if confirmed and confirmed.settled_at else request.submitted_at
