"""Events as rows that a person can read."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Q, QuerySet
from django.utils.translation import gettext as _

from compliance.trail.phrases import phrase, shown_as
from etech_ai.audit.actors import reference_of
from etech_ai.audit.models import Event


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after, in words."""

    field: str
    before: str
    after: str


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


def names() -> list[str]:
    """The names of the events that the trail holds, for a filter."""
    return list(Event.objects.order_by("name").values_list("name", flat=True).distinct())


def rows(events: Iterable[Event]) -> list[Row]:
    return [_row(event) for event in events]


def _row(event: Event) -> Row:
    payload = json.loads(event.payload)
    tone, icon = shown_as(event.name)
    return Row(
        event=event,
        at=event.at,
        who=_opened(event, "actor") or _("Personne effacée"),
        subject=_opened(event, "subject"),
        deed=phrase(event.name),
        changes=tuple(_changes(event, payload["changes"])),
        facts=payload["facts"],
        tone=tone,
        icon=icon,
    )


def _opened(event: Event, name: str) -> str:
    """The text behind a commitment; "" once it has been erased."""
    return event.openings.get(name, {}).get("text", "")


def _changes(event: Event, changes: list[dict[str, Any]]) -> Iterator[Change]:
    for change in changes:
        for name, pair in change["fields"].items():
            field = _field(change["row"], name)
            told = [
                _value(event, f"{change['row']}.{name}.{side}", value, field)
                for side, value in zip(("before", "after"), pair, strict=True)
            ]
            if told[0] != told[1]:
                yield Change(_label(field, name), *told)


def _field(reference: str, name: str) -> Field | None:
    """The model's field, when that model and field still exist."""
    try:
        field = apps.get_model(reference.partition(":")[0])._meta.get_field(name)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


def _label(field: Field | None, name: str) -> str:
    label = str(field.verbose_name) if field else name.replace("_", " ")
    return label[:1].upper() + label[1:]


def _value(event: Event, key: str, value: Any, field: Field | None) -> str:
    if isinstance(value, dict) and "commitment" in value:
        return _opened(event, key) or _("effacé")
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if field is not None and field.is_relation:
        return _("n°\u00a0%(number)s") % {"number": value}
    label = dict(field.flatchoices).get(value) if field is not None and field.choices else None
    return _(label) if label else str(value)
