"""Names of clients in a text: as written, in capitals, without accents, or as a slug (`mutuelle-horizon`).

The caller gives the names that the reader may know; no other name can be found. Pure.
"""

import re
from collections.abc import Iterable, Iterator

from compliance.screening import Kind
from compliance.screening.folding import plain as folded

Found = tuple[Kind, int, int]
WORD = re.compile(r"[a-z0-9]+")
JOINTS = ("-", "_", ".", "/", "@")
DOMAIN = re.compile(r"\.[a-z]")
SHORTEST = 4
"""Below this many letters a name is looked for exactly as it is written."""


def joined(name: str) -> str:
    """A name and its slug alike: `mutuellehorizon`."""
    return "".join(WORD.findall(folded(name)))


def in_text(text: str, plain: str, names: Iterable[str]) -> Iterator[Found]:
    """Places in a text, given as written and in plain letters."""
    said = set(WORD.findall(plain))
    for name in names:
        words = WORD.findall(folded(name))
        if len(name) < SHORTEST:
            yield from _exact(text, name)
        elif words and (said.issuperset(words) or "".join(words) in said):
            yield from _loose(text, plain, words)


def _exact(text: str, name: str) -> Iterator[Found]:
    for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text) if name.strip() else ():
        yield Kind.CLIENT, *found.span()


def _loose(text: str, plain: str, words: list[str]) -> Iterator[Found]:
    pattern = r"(?<![a-z0-9])" + r"[\s_.'&-]{0,3}".join(words) + r"(?![a-z0-9])"
    for found in re.finditer(pattern, plain):
        if len(words) > 1 or _is_a_name(text, *found.span()):
            yield Kind.CLIENT, *found.span()


def _is_a_name(text: str, start: int, end: int) -> bool:
    """A name of one word may be a common word: it counts with a capital, or inside an identifier."""
    is_joined = text[max(start - 1, 0) : start] in JOINTS or text[end : end + 1] in ("-", "_")
    return text[start].isupper() or is_joined or DOMAIN.match(text, end) is not None
