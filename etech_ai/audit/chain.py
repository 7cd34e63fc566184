"""The chain: append under one lock, verify, checkpoint, retain, erase."""

import json
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from etech_ai.audit import signing
from etech_ai.audit.actors import Actor
from etech_ai.audit.drafts import Draft
from etech_ai.audit.entries import Entry, digest_of
from etech_ai.audit.models import GENESIS, Event, Head
from etech_ai.audit.values import canonical, commit

CHECKPOINT = "trail.checkpointed"


def append(entries: list[Entry]) -> None:
    """Give each entry its place. The head row is the only lock: a fork cannot be written."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    events = [_next_event(head, entry) for entry in entries]
    Event.objects.bulk_create(events)
    head.save(update_fields=["position", "digest"])


def _next_event(head: Head, entry: Entry) -> Event:
    position, previous = head.position + 1, head.digest
    digest = entry.digest(position, previous)
    head.position, head.digest = position, digest
    return Event(
        position=position, operation=entry.operation, name=entry.name, actor_ref=entry.actor_ref,
        subject_ref=entry.subject_ref, at=entry.at, payload=entry.payload, openings=entry.openings,
        previous_digest=previous, digest=digest,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verification:
    """Outcome of reading the whole chain: ``problem`` is empty when every link holds."""

    count: int
    head: str
    broken_at: int | None = None
    problem: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem


def verify(batch: int = 2000) -> Verification:
    """Read every retained event in order, memory flat, and name the first that does not hold."""
    reading = verifying(batch)
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return end.value


def verifying(batch: int = 2000) -> Generator[tuple[int, int], None, Verification]:
    """The same, batch by batch: yields how many events are read, of how many; returns the outcome.

    Each batch is a query of its own, so no transaction stays open, and events that are written meanwhile
    are left to the next reading.
    """
    head = Head.objects.filter(pk=1).first() or Head()
    count, previous, position = 0, GENESIS, 0
    total = head.position - max(head.retained_from - 1, 0)
    while events := _batch(after=position, until=head.position, size=batch):
        for event in events:
            if count == 0 and head.retained_from:
                previous, position = event.previous_digest, head.retained_from - 1
            problem = _problem(event, position, previous)
            if problem:
                return Verification(count, head.digest, event.position, problem)
            count, previous, position = count + 1, event.digest, event.position
        yield count, total
    return _ending(head, count, position, previous)


def _ending(head: Head, count: int, position: int, previous: str) -> Verification:
    """Whether the chain stops where the head says, and nothing stands beyond the head."""
    last = Event.objects.order_by("-position").values_list("position", flat=True).first() or 0
    now = Head.objects.filter(pk=1).first() or Head()  # read after `last`: it never lags behind
    if last > now.position:
        return Verification(count, head.digest, last, "it stands beyond the head of the chain")
    if (position, previous) != (head.position, head.digest):
        return Verification(count, head.digest, position, "the chain does not end at its head")
    return Verification(count, head.digest)


def _batch(*, after: int, until: int, size: int) -> list[Any]:
    """Rows with the attributes of an Event: a million instances would be most of a verification."""
    events = Event.objects.filter(position__gt=after, position__lte=until).order_by("position")
    return list(events.values_list(named=True)[:size])


def problem_of(event: Event) -> str:
    """What is wrong with one event: its content, its link to the one before, its texts; "" when it holds."""
    before = Event.objects.filter(position__lt=event.position).order_by("-position").first()
    if before is not None:
        return _problem(event, before.position, before.digest)
    if Head.objects.filter(pk=1, retained_from=event.position).exists():
        return _problem(event, event.position - 1, event.previous_digest)
    return _problem(event, 0, GENESIS)


def _problem(event: Any, position: int, previous: str) -> str:
    if event.position != position + 1:
        return f"entry {position + 1} is missing"
    if event.previous_digest != previous:
        return "it does not follow the entry before it"
    if event.digest != _digest(event):
        return "its content does not match its digest"
    if event.name == CHECKPOINT and not _signature_holds(event):
        return "the checkpoint's signature does not hold"
    return _opening_problem(event)


def _digest(event: Any) -> str:
    return digest_of(
        position=event.position, operation=event.operation, name=event.name, actor_ref=event.actor_ref,
        subject_ref=event.subject_ref, at=event.at, payload=event.payload, previous=event.previous_digest,
    )  # fmt: skip


def _opening_problem(event: Any) -> str:
    """Every text still shown beside the event must be the one committed to."""
    if not event.openings:
        return ""
    payload = json.loads(event.payload)
    for name, commitment in _commitments(payload):
        opening = event.openings.get(name)
        if opening and commit(opening["text"], opening["salt"]) != commitment:
            return f"the text shown for {name} is not the one that was recorded"
    return ""


def _commitments(payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "actor", payload["actor"]
    yield "subject", payload["subject"]
    for change in payload["changes"]:
        for field, pair in change["fields"].items():
            for side, value in zip(("before", "after"), pair, strict=True):
                if isinstance(value, dict) and "commitment" in value:
                    yield f"{change['row']}.{field}.{side}", value["commitment"]


@transaction.atomic
def checkpoint(by: Actor, now: datetime) -> Event:
    """Close the stretch so far with an event that carries a signature over the head."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    statement = {"position": head.position, "digest": head.digest}
    facts = {**statement, **signing.sign(canonical(statement).encode())}
    entry = Entry.of(CHECKPOINT, by, head, _draft(), facts, now)
    append([entry])
    return Event.objects.get(position=head.position + 1)


def _draft() -> Draft:
    return Draft(operation=uuid4())


def _signature_holds(event: Any) -> bool:
    facts = json.loads(event.payload)["facts"]
    statement = {"position": facts["position"], "digest": facts["digest"]}
    follows = facts["position"] == event.position - 1 and facts["digest"] == event.previous_digest
    return follows and signing.holds(canonical(statement).encode(), facts)


@transaction.atomic
def retain_from(event: Event) -> int:
    """Delete what lies below a checkpoint; returns how many events went. The rest still verifies.

    The database's trigger checks both steps: the mark must be a checkpoint, and only what is below goes.
    """
    if event.name != CHECKPOINT:
        raise ValueError("Retention starts at a checkpoint.")
    Head.objects.select_for_update().get(pk=1)
    Head.objects.filter(pk=1).update(retained_from=event.position)
    old = Event.objects.filter(position__lt=event.position)
    return old._raw_delete(old.db)


@transaction.atomic
def erase(reference: str, *texts: str) -> int:
    """Blank the openings that name a person: theirs as actor or subject, and any that hold ``texts``.

    Returns how many events lost a text. Commitments stay, so the chain still verifies.
    """
    named = Q(actor_ref=reference) | Q(subject_ref=reference) | Q(payload__contains=f'"{reference}"')
    for text in texts:
        named |= Q(openings__icontains=text)
    changed = 0
    for event in Event.objects.filter(named).iterator():
        kept = {k: v for k, v in event.openings.items() if not _names(event, k, v, reference, texts)}
        if kept != event.openings:
            Event.objects.filter(pk=event.pk).update(openings=kept)
            changed += 1
    return changed


def _names(event: Event, key: str, opening: dict[str, str], reference: str, texts: tuple[str, ...]) -> bool:
    if key == "actor":
        about = event.actor_ref == reference
    elif key == "subject":
        about = event.subject_ref == reference
    else:
        about = key.startswith(f"{reference}.")
    return about or any(text.lower() in opening["text"].lower() for text in texts if text)
