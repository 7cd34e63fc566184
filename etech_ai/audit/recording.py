"""The pen: the only way to write a governed row. Imported by services alone (contract « pen »).

    with audit.record("seat.assigned", by=by, on=seat):
        seat.save()

Leaving the block chains and stores the event in the same transaction, or everything is rolled back.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from etech_ai.audit import chain, drafts
from etech_ai.audit.actors import Actor, actor_of, reference_of
from etech_ai.audit.entries import Entry

EVENT_NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")


class NothingRecorded(Exception):
    """A record block changed nothing and states no fact. This is a bug in the caller."""


@contextmanager
def record(
    event: str, *, by: Any, on: Any, facts: dict[str, Any] | None = None, at: datetime | None = None
) -> Iterator[drafts.Draft]:
    """Open a transaction and a draft; on leaving, chain one event named ``event`` (``noun.past``).

    ``by`` is a person or an Actor, ``on`` the row it is about (it may be saved inside the block),
    ``facts`` what happened beyond changed fields, JSON-able and free of personal values.
    Records inside a record share its operation id. Raises NothingRecorded for an empty block.
    """
    if not EVENT_NAME.match(event):
        raise ValueError(f"{event!r} is not an event name (noun.past).")
    actor, outer = actor_of(by), drafts.current()
    draft = drafts.Draft(operation=outer.operation if outer else uuid4())
    with transaction.atomic():
        token = drafts.push(draft)
        try:
            yield draft
        finally:
            drafts.pop(token)
        if not draft.changes and facts is None:
            raise NothingRecorded(f"{event} changed nothing; give facts= for a fact without a change.")
        entries = [*draft.inner, Entry.of(event, actor, on, draft, facts or {}, at or timezone.now())]
        if outer:
            outer.inner.extend(entries)
        else:
            chain.append(entries)  # once, at the very end: the lock on the head is held the shortest


@contextmanager
def record_each(
    event: str, *, by: Any, on: Sequence[Any], at: datetime | None = None
) -> Iterator[drafts.Draft]:
    """``record`` for a sweep: rows are written together inside, and one event is chained for each of ``on``.

    The changes made inside are as many as ``on``, and in the same order (``bulk_create``, ``bulk_update``):
    ValueError otherwise. All share one operation id, and the chain is locked once.
    """
    if not EVENT_NAME.match(event):
        raise ValueError(f"{event!r} is not an event name (noun.past).")
    actor, outer, at = actor_of(by), drafts.current(), at or timezone.now()
    draft = drafts.Draft(operation=outer.operation if outer else uuid4())
    with transaction.atomic():
        token = drafts.push(draft)
        try:
            yield draft
        finally:
            drafts.pop(token)
        entries = list(draft.inner)
        for row, change in zip(on, draft.changes, strict=True):
            own = drafts.Draft(draft.operation, [change])
            entries.append(Entry.of(event, actor, row, own, {}, at))
        if outer:
            outer.inner.extend(entries)
        elif entries:
            chain.append(entries)


__all__ = ["Actor", "NothingRecorded", "record", "record_each", "reference_of"]
