"""The history of a thing as a story: one act per operation, in words, with what the reader may know."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from compliance.trail.readers import Reader
from compliance.trail.reading import Row, field_of, rows
from etech_ai.audit.actors import reference_of
from etech_ai.audit.models import Event

SHOWN = 20
AROUND = 60  # events on other things, in the same operations, that a page tells at most


@dataclass(frozen=True, slots=True)
class Act:
    """What one person did at one moment: the deed, and what it brought with it."""

    row: Row
    also: tuple[Row, ...] = ()

    @property
    def at(self) -> datetime:
        return self.row.at


@dataclass(frozen=True, slots=True)
class Story:
    """Acts, newest first; `older` is the position to read on from, None at the end."""

    acts: tuple[Act, ...]
    older: int | None = None


def story(
    reader: Reader, *instances: Any, limit: int = SHOWN, before: int | None = None, is_lean: bool = False
) -> Story:
    """What happened to these rows, told to this reader. A lean one costs a single statement: it names only
    what the reader `knows` already, and tells nothing of what else the operations touched.
    """
    own = [reference_of(instance) for instance in instances]
    events = Event.objects.filter(subject_ref__in=own).order_by("-position")
    found = list((events.filter(position__lt=before) if before else events)[: limit + 1])
    kept = found[:limit]
    told = kept if is_lean else [*kept, *_around(kept, own)]
    if not is_lean:
        reader.learn(*mentioned(told))
    others = [row for row in told if row.subject_ref in own or reader.may_read(row.subject_ref, "")]
    return Story(acts(rows(others, reader)), kept[-1].position if len(found) > limit else None)


def acts(told: Iterable[Row]) -> tuple[Act, ...]:
    """Rows of one operation together, its last (the outermost) first; acts newest first."""
    in_order = sorted(told, key=lambda row: -row.event.position)
    groups = groupby(in_order, key=lambda row: row.event.operation)
    return tuple(Act(first, tuple(rest)) for first, *rest in (list(group) for _, group in groups))


def mentioned(events: Iterable[Event]) -> tuple[set[str], set[str]]:
    """(rows whose values are told, rows that those values point to)."""
    told: set[str] = set()
    named: set[str] = set()
    for event in events:
        told.add(event.subject_ref)
        for change in json.loads(event.payload)["changes"]:
            told.add(change["row"])
            named |= set(_pointed(change))
    return told, named


def _pointed(change: dict[str, Any]) -> Iterator[str]:
    for name, pair in change["fields"].items():
        field = field_of(change["row"], name)
        if field is not None and field.is_relation:
            model = field.related_model._meta.label_lower  # type: ignore[union-attr]
            yield from (f"{model}:{value}" for value in pair if value is not None)


def _around(events: list[Event], own: list[str]) -> list[Event]:
    operations = {event.operation for event in events}
    others = Event.objects.filter(operation__in=operations).exclude(subject_ref__in=own)
    return list(others.order_by("-position")[:AROUND])
