"""Events as rows that a person can read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Q, QuerySet
from django.utils.translation import gettext as _

from compliance.trail.labels import TECHNICAL, label_of, value_of
from compliance.trail.phrases import phrase, shown_as
from compliance.trail.readers import Reader
from etech_ai.audit.actors import reference_of
from etech_ai.audit.models import Event

CHANGES = 40  # fields that one event shows at most: a load of a thousand rows is one event


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in words."""

    field: str
    before: str
    after: str
    is_hidden: bool = False  # not for this reader: only that it was touched


@dataclass(frozen=True, slots=True)
class Row:
    """One event: when, who, on what, and a sentence. `event` is the raw row, for what a screen adds."""

    event: Event
    at: datetime
    who: str
    subject: str
    deed: str
    changes: tuple[Change, ...]
    facts: dict[str, Any]
    tone: str
    icon: str

    @property
    def sentence(self) -> str:
        """« Ida Isnard a attribué un siège »."""
        return f"{self.who} {self.deed}"


def history(*instances: Any, limit: int = 20) -> list[Row]:
    """What happened to these rows, newest first, in one query."""
    references = [reference_of(instance) for instance in instances]
    events = Event.objects.filter(subject_ref__in=references).order_by("-position")[:limit]
    return rows(events)


def search(
    *,
    text: str = "",
    name: str = "",
    reference: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Event]:
    """Events, newest first. `text` is looked for in labels and values, `name` in the event's name."""
    found = Q()
    if text:
        found &= Q(openings__icontains=text) | Q(payload__icontains=text)
    if name:
        found &= Q(name__startswith=name)
    if reference:
        found &= Q(subject_ref=reference) | Q(actor_ref=reference)
    if since:
        found &= Q(at__date__gte=since)
    if until:
        found &= Q(at__date__lte=until)
    return Event.objects.filter(found).order_by("-position")


def rows(events: Iterable[Event], reader: Reader | None = None) -> list[Row]:
    """Events in words. Without a reader: every value, and the number of what a value points to."""
    return [_row(event, reader) for event in events]


def _row(event: Event, reader: Reader | None) -> Row:
    payload = json.loads(event.payload)
    tone, icon = shown_as(event.name)
    return Row(
        event=event,
        at=event.at,
        who=_opened(event, "actor") or _("Personne effacée"),
        subject=_opened(event, "subject"),
        deed=phrase(event.name),
        changes=tuple(islice(_changes(event, payload["changes"], reader), CHANGES)),
        facts=payload["facts"],
        tone=tone,
        icon=icon,
    )


def _opened(event: Event, name: str) -> str:
    """The text behind a commitment; "" once it has been erased."""
    return event.openings.get(name, {}).get("text", "")


def _changes(event: Event, changes: list[dict[str, Any]], reader: Reader | None) -> Iterator[Change]:
    for change in changes:
        for name, pair in change["fields"].items():
            if name not in TECHNICAL:
                yield from _change(event, change["row"], name, pair, reader)


def _change(event: Event, row: str, name: str, pair: list[Any], reader: Reader | None) -> Iterator[Change]:
    field = field_of(row, name)
    if reader is not None and not reader.may_read(row, name):
        yield Change(label_of(field, name), "", "", is_hidden=True)
        return
    before, after = (
        _value(event, f"{row}.{name}.{side}", value, field, name, reader)
        for side, value in zip(("before", "after"), pair, strict=True)
    )
    if before != after:
        yield Change(label_of(field, name), before, after)


def field_of(reference: str, name: str) -> Field | None:
    """The model's field, when that model and field still exist."""
    try:
        field = apps.get_model(reference.partition(":")[0])._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


def _value(event: Event, key: str, value: Any, field: Field | None, name: str, reader: Reader | None) -> str:
    if isinstance(value, dict) and "commitment" in value:
        return _opened(event, key) or _("effacé")
    if value is not None and field is not None and field.is_relation:
        return _pointed(field, value, reader)
    return value_of(field, name, value)


def _pointed(field: Field, value: Any, reader: Reader | None) -> str:
    known = reader.name(f"{field.related_model._meta.label_lower}:{value}") if reader else ""  # type: ignore[union-attr]
    return known or _("n°\u00a0%(number)s") % {"number": value}
