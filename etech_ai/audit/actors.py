"""Who writes: a person, or a named job. There is no unnamed writer."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """A named writer that is not a signed-in person, for instance ``Actor("job:vendor-sync")``."""

    ref: str
    label: str = ""

    def __post_init__(self) -> None:
        if not self.ref.strip():
            raise ValueError("An actor needs a name.")


def actor_of(by: Any) -> Actor:
    """The actor behind ``by``: itself, or a saved user."""
    if isinstance(by, Actor):
        return by
    if by is None or getattr(by, "pk", None) is None or not hasattr(by, "_meta"):
        raise ValueError("A record needs a signed-in person or a named Actor.")
    return Actor(ref=reference_of(by), label=str(by))


def reference_of(instance: Any) -> str:
    """How the trail names a row: ``people.user:12``. No foreign key, so it outlives the row."""
    return f"{instance._meta.label_lower}:{instance.pk}"
