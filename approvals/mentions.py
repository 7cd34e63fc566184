"""« @cho »: who is named in a text, by the part of their address before the @. Pure."""

import re

MENTION = re.compile(r"(?<![\w.@-])@([A-Za-z0-9][A-Za-z0-9._-]*)")
"""An @ that begins a word: one inside an e-mail address names nobody."""


def handles(text: str) -> tuple[str, ...]:
    """The handles of a text in lower case, each once, in order; the full stop of a sentence is left out."""
    found = (name.rstrip("._-").lower() for name in MENTION.findall(text))
    return tuple(dict.fromkeys(name for name in found if name))


def handle_of(email: str) -> str:
    """How a person is named in a text: « cho » for cho@etech.example."""
    return email.partition("@")[0].lower()
