"""What a dossier is made of. Pure: dates and texts, already in words, in the order they are printed."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

SCHEMA = "etech-dossier-1"


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page: which dossier, of what, for whom, at which point of the trail."""

    number: str
    title: str
    subject: str
    recipient: str
    since: date | None
    until: date
    sealed_at: datetime
    sealed_by: str
    trail_position: int
    trail_digest: str
    hides_names: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, a second line under it, a tone for a mark with a word, or an article."""

    text: str
    note: str = ""
    tone: str = ""
    is_article: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; `empty` is said where there is none."""

    title: str
    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the trail: when, what, who, its changes in words, and its digest."""

    when: str
    deed: str
    who: str
    lines: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """One numbered chapter. `figures` are numbers with their words, `facts` pairs of a term and its value."""

    key: str
    title: str
    hint: str = ""
    paragraphs: tuple[str, ...] = ()
    warning: str = ""
    figures: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    tables: tuple[Table, ...] = ()
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """All that is printed, and all that is attached: `facts` is the canonical JSON's object."""

    cover: Cover
    tier: str
    tone: str
    filled_bars: int
    ruleset: str
    chapters: tuple[Chapter, ...]
    language: str = "fr"
    facts: dict[str, Any] = field(default_factory=dict)


def canonical(facts: dict[str, Any]) -> bytes:
    """One spelling of the facts: keys sorted, no spaces, UTF-8, dates as ISO 8601; it names its schema.

    Raises TypeError for a value that JSON does not know, and ValueError for a number that is none.
    """
    text = json.dumps(
        {"schema": SCHEMA, **facts}, sort_keys=True, ensure_ascii=False, allow_nan=False,
        separators=(",", ":"), default=_iso,
    )  # fmt: skip
    return text.encode()


def _iso(value: Any) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no canonical spelling")


def manifest(pieces: dict[str, bytes]) -> bytes:
    """What is attached, by name, with its size and SHA-256."""
    listed = [
        {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(pieces.items())
    ]
    return canonical({"pieces": listed})
