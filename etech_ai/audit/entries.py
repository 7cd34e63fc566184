"""What one event says, before it has a place in the chain."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from etech_ai.audit.actors import Actor, reference_of
from etech_ai.audit.drafts import Change, Draft
from etech_ai.audit.values import canonical, commit, new_salt, plain, sha256


@dataclass(slots=True)
class Openings:
    """The erasable half: text and salt of each commitment, by the commitment's name."""

    texts: dict[str, dict[str, str]] = field(default_factory=dict)

    def commit(self, name: str, text: str) -> str:
        salt = new_salt()
        self.texts[name] = {"text": text, "salt": salt}
        return commit(text, salt)


@dataclass(slots=True)
class Entry:
    """One event's content: ``payload`` is chained, ``openings`` lie beside it and may be blanked."""

    operation: UUID
    name: str
    actor_ref: str
    subject_ref: str
    at: datetime
    payload: str
    openings: dict[str, dict[str, str]]

    @classmethod
    def of(
        cls, name: str, actor: Actor, on: Any, draft: Draft, facts: dict[str, Any], at: datetime
    ) -> "Entry":
        openings = Openings()
        payload = {
            "actor": openings.commit("actor", actor.label),
            "subject": openings.commit("subject", str(on)),
            "changes": [_committed(change, openings) for change in draft.changes],
            "facts": plain(facts),
        }
        return cls(draft.operation, name, actor.ref, reference_of(on), at, canonical(payload), openings.texts)

    def digest(self, position: int, previous: str) -> str:
        """The link: SHA-256 over the canonical JSON of everything that may not change."""
        return digest_of(
            position=position, operation=self.operation, name=self.name, actor_ref=self.actor_ref,
            subject_ref=self.subject_ref, at=self.at, payload=self.payload, previous=previous,
        )  # fmt: skip


def digest_of(*, at: datetime, operation: UUID, **rest: Any) -> str:
    stamp = at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(canonical({"at": stamp, "operation": str(operation), **rest}))


def _committed(change: Change, openings: Openings) -> dict[str, Any]:
    fields = {
        name: [_hidden(change.ref, name, i, value, openings) for i, value in enumerate(pair)]
        if name in change.personal
        else pair
        for name, pair in change.fields.items()
    }
    return {"row": change.ref, "fields": fields}


def _hidden(ref: str, name: str, side: int, value: Any, openings: Openings) -> Any:
    """Empty stays empty; anything else becomes ``{"commitment": …}``."""
    if value in (None, ""):
        return value
    text = value if isinstance(value, str) else canonical(value)
    return {"commitment": openings.commit(f"{ref}.{name}.{'before' if side == 0 else 'after'}", text)}
