"""Nothing that a vendor or a library says may carry the credential, not even a piece of it.

A text is searched for every run of eight characters of the credential in any of its forms: plain, URL
encoded once or twice, base64 at each of its three alignments (so also inside of a Basic header), hexadecimal,
escaped as in JSON. What is found becomes dots. Upper and lower case are the same.
"""

import base64
import json
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

RUN = 8
SHORTEST = 6
DOTS = "•••"


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A credential that shows itself only when asked by name."""

    value: str
    _runs: dict[int, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_runs", _runs(_forms(self.value)))

    def __repr__(self) -> str:
        return f"Secret({DOTS})"

    def redact(self, text: str) -> str:
        """The text with every piece of the credential replaced by dots."""
        return _cover(text, self._marks(text))

    def _marks(self, text: str) -> list[bool]:
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        marks = [False] * len(text)
        for length, runs in self._runs.items():
            for start in range(len(text) - length + 1):
                if lowered[start : start + length] in runs:
                    marks[start : start + length] = [True] * length
        return marks


def _forms(secret: str) -> set[str]:
    raw = secret.encode()
    forms = {secret, quote(secret, safe=""), quote_plus(secret), quote(quote(secret, safe=""), safe="")}
    forms |= {quote(secret), json.dumps(secret)[1:-1], json.dumps(secret)[1:-1].replace("/", "\\/")}
    forms |= {repr(secret)[1:-1], raw.hex()}
    for shift in range(3):
        # Characters at both ends also hold bits of their neighbours: only the middle is the secret's alone.
        for encoded in (base64.b64encode(b"\0" * shift + raw), base64.urlsafe_b64encode(b"\0" * shift + raw)):
            forms.add(_inner(encoded.decode(), shift, len(raw)))
    # A piece of two letters would hide half of every text: a short credential is searched for as it is.
    return {secret.lower()} - {""} | {form.lower() for form in forms if len(form) >= SHORTEST}


def _inner(encoded: str, shift: int, size: int) -> str:
    first = -(-shift * 8 // 6)
    last = (shift + size) * 8 // 6
    return encoded[first:last]


def _runs(forms: set[str]) -> dict[int, frozenset[str]]:
    """Runs of eight characters of every form, or the whole form where it is shorter, by length."""
    runs: dict[int, set[str]] = {}
    for form in forms:
        length = min(RUN, len(form))
        runs.setdefault(length, set()).update(form[i : i + length] for i in range(len(form) - length + 1))
    return {length: frozenset(found) for length, found in runs.items()}


def _cover(text: str, marks: list[bool]) -> str:
    shown: list[str] = []
    for character, hidden in zip(text, marks, strict=True):
        if not hidden:
            shown.append(character)
        elif not shown or shown[-1] is not DOTS:
            shown.append(DOTS)
    return "".join(shown)
