"""The same facts under two rulesets: what changes, and by which rule.

    for found in replay(subjects, before=load("2024.7.0"), after=load("2026.11.0")): …

Reads a stream and yields a stream: one row at a time is held. Nothing is stored. An answer that a ruleset
does not know is told (`refused`), never guessed. Pure: no Django, no clock.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from compliance.ai_act.answers import BadAnswer
from compliance.ai_act.engine import Outcome, classify
from compliance.ai_act.obligations import starts_on
from compliance.ai_act.shapes import Ruleset
from compliance.ai_act.trace import Reason

Key = Any


@dataclass(frozen=True, slots=True)
class Subject:
    """One use: whatever names it for the caller, and the facts that were recorded."""

    key: Key
    answers: Mapping[str, Any]
    facts: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """An obligation of both rulesets that applies from another day."""

    obligation: str
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class Difference:
    """What the second ruleset changes for one use. `refused` says why one of the two cannot read the answers;
    the outcome of that one is None."""

    key: Key
    before: Outcome | None
    after: Outcome | None
    refused: str = ""
    flags_gained: tuple[str, ...] = ()
    flags_lost: tuple[str, ...] = ()
    obligations_gained: tuple[str, ...] = ()
    obligations_lost: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    reasons_gained: tuple[Reason, ...] = ()
    reasons_lost: tuple[Reason, ...] = ()

    @property
    def outcome_changes(self) -> bool:
        return _outcome(self.before) != _outcome(self.after)

    @property
    def is_same(self) -> bool:
        """Whether nothing that we would do or say changes: outcome, flags, obligations, dates."""
        told = self.flags_gained, self.flags_lost, self.obligations_gained, self.obligations_lost, self.moved
        return not (self.refused or self.outcome_changes or any(told))


def replay(subjects: Iterable[Subject], *, before: Ruleset, after: Ruleset) -> Iterator[Difference]:
    """One difference a subject, in their order."""
    return (compare(subject, before, after) for subject in subjects)


def compare(subject: Subject, before: Ruleset, after: Ruleset) -> Difference:
    """What changes for one use between two rulesets."""
    old, refused_before = _judged(subject, before)
    new, refused_after = _judged(subject, after)
    if old is None or new is None:
        return Difference(subject.key, old, new, refused=refused_before or refused_after)
    return Difference(
        subject.key, old, new,
        flags_gained=_beyond(new.flags, old.flags), flags_lost=_beyond(old.flags, new.flags),
        obligations_gained=_beyond(new.obligations, old.obligations),
        obligations_lost=_beyond(old.obligations, new.obligations),
        moved=tuple(_moves(before, old, after, new)),
        reasons_gained=_beyond_reasons(new.trace, old.trace),
        reasons_lost=_beyond_reasons(old.trace, new.trace),
    )  # fmt: skip


def canonical(outcome: Outcome) -> bytes:
    """An outcome as bytes: equal facts under an equal ruleset give equal bytes."""
    told = asdict(outcome) | {"raised": sorted(outcome.raised)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()


def _outcome(outcome: Outcome | None) -> str:
    return outcome.outcome if outcome else ""


def _judged(subject: Subject, ruleset: Ruleset) -> tuple[Outcome | None, str]:
    try:
        return classify(ruleset, subject.answers, subject.facts), ""
    except BadAnswer as bad:
        return None, f"{ruleset.version}: {bad}"


def _beyond(these: Collection[str], those: Collection[str]) -> tuple[str, ...]:
    if these == those:
        return ()
    return tuple(name for name in these if name not in set(those))


def _beyond_reasons(these: Collection[Reason], those: Collection[Reason]) -> tuple[Reason, ...]:
    """A reason is another one when its rule or its article is; its wording may be mended freely."""
    known = {(reason.rule, reason.article) for reason in those}
    return tuple(reason for reason in these if (reason.rule, reason.article) not in known)


def _moves(before: Ruleset, old: Outcome, after: Ruleset, new: Outcome) -> Iterator[Moved]:
    shared = set(old.obligations)
    for name in new.obligations:
        if name in shared:
            was = starts_on(before, before.obligations[name], old.raised)
            becomes = starts_on(after, after.obligations[name], new.raised)
            if was != becomes:
                yield Moved(name, was, becomes)
