"""Whether two declared uses look alike. Pure.

Words are compared as the search sees them, without the small ones; a shared tool makes two uses closer.
"""

from collections.abc import Collection

from usecases.search_text import normalise

SMALL = frozenset(
    {"a", "au", "aux", "avec", "chez", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les"}
    | {"ou", "par", "pour", "sans", "sur", "and", "for", "of", "the", "with"}
)
ALIKE = 0.6
SAME_TOOL = 0.15


def words_of(title: str) -> frozenset[str]:
    """« Revue de code du client » -> {revue, code, client}."""
    return frozenset(word for word in normalise(title).split() if word not in SMALL)


def likeness(left: str, right: str, *, shares_a_tool: bool = False) -> float:
    """From 0 to 1: the part of the shorter title's words that the other one has, and how many they share."""
    first, second = words_of(left), words_of(right)
    if not first or not second:
        return 0.0
    shared = len(first & second)
    overlap = shared / min(len(first), len(second))
    union = shared / len(first | second)
    return min(1.0, (overlap + union) / 2 + (SAME_TOOL if shares_a_tool and shared else 0))


def tools_meet(first: Collection[int], second: Collection[int]) -> bool:
    return not set(first).isdisjoint(second)
