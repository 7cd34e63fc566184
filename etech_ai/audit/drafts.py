"""The event being written: governed models add their before and after values to it."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(slots=True)
class Change:
    """One row's changed fields: ``{"field": [before, after]}``; ``personal`` names those to commit."""

    ref: str
    fields: dict[str, list[Any]]
    personal: frozenset[str] = frozenset()


@dataclass(slots=True)
class Draft:
    """What one record will say. Nested drafts share the operation of the outermost one."""

    operation: UUID
    changes: list[Change] = field(default_factory=list)
    inner: list[Any] = field(default_factory=list)  # entries of the records nested in this one

    def add(self, change: Change) -> None:
        if change.fields:
            self.changes.append(change)


_open: ContextVar[tuple[Draft, ...]] = ContextVar("open_drafts", default=())


def current() -> Draft | None:
    """The innermost open draft, or None outside every record."""
    drafts = _open.get()
    return drafts[-1] if drafts else None


def push(draft: Draft) -> Any:
    return _open.set((*_open.get(), draft))


def pop(token: Any) -> None:
    _open.reset(token)
