"""The arithmetic of the leadership page's figures. Pure: numbers in, numbers out.

Figures about people pass ``veil``: groups under five are never told, nor is what a subtraction would tell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LEAST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Veiled:
    """How many of how many, as exactly as privacy allows.

    ``sign`` is "" for an exact number, "<" or "≥" for a bound; ``number`` is None when nothing may be told.
    """

    number: int | None
    whole: int
    sign: str = ""


def veil(part: int, whole: int, least: int = LEAST_GROUP) -> Veiled:
    """Exact when the group and those outside it both count ``least`` people or more; else a bound."""
    if whole < 2 * least:
        return Veiled(None, whole if whole >= least else 0)
    if part < least:
        return Veiled(least, whole, "<")
    if whole - part < least:
        return Veiled(whole - least + 1, whole, "≥")
    return Veiled(part, whole)


def typical_delay(days: Sequence[int], least: int = LEAST_GROUP) -> float | None:
    """The median; None when too few are known to say anything."""
    return float(median(days)) if len(days) >= least else None


def kept_share(days: Sequence[int], within: int) -> int:
    """Per cent of the delays that are within the aim."""
    return 100 * sum(day <= within for day in days) // len(days) if days else 0


def twelve_months(amounts: dict[str, int]) -> list[tuple[str, int]]:
    """Sums by currency, the largest first; currencies are never converted nor added."""
    return sorted(((code, amount) for code, amount in amounts.items() if amount), key=lambda pair: -pair[1])
