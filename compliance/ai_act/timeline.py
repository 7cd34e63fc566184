"""The dates of the Regulation, read from the ruleset: what applies since when, and what was put off. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from compliance.ai_act.shapes import Ruleset


@dataclass(frozen=True, slots=True)
class Milestone:
    """One date of the law. `first_set_for` is the day before an amendment moved it, None when none did."""

    id: str
    day: date
    article: str
    fr: str
    en: str
    confidence: str
    first_set_for: date | None
    sources: tuple[str, ...]

    def is_past(self, today: date) -> bool:
        """The day itself counts: the text applies from it."""
        return self.day <= today


def milestones(ruleset: Ruleset) -> tuple[Milestone, ...]:
    """Every date of the ruleset's `timeline`, earliest first, with the names of its sources."""
    names = {item["id"]: item["name"] for item in ruleset.source.get("sources", ())}
    found = [_milestone(item, names) for item in ruleset.source.get("timeline", ())]
    return tuple(sorted(found, key=lambda item: (item.day, item.id)))


def coming(ruleset: Ruleset, today: date) -> tuple[Milestone, ...]:
    """Those whose day has not come, the nearest first."""
    return tuple(item for item in milestones(ruleset) if not item.is_past(today))


def _milestone(item: dict[str, Any], names: dict[str, str]) -> Milestone:
    moved = item.get("original_date")
    return Milestone(
        id=item["id"], day=date.fromisoformat(item["date"]), article=item["article"],
        fr=item["fr"], en=item["en"], confidence=item["confidence"],
        first_set_for=date.fromisoformat(moved) if moved else None,
        sources=tuple(names.get(source, source) for source in item["src"]),
    )  # fmt: skip
