"""Rounds, medians, lines of the table. Pure: no server, no Django."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of the table. `ours` and `floor` are the raw medians behind `measured`, already worded."""

    figure: str
    measured: float
    target: float
    unit: str = "×"
    ours: str = ""
    floor: str = ""
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.measured >= self.target if self.at_least else self.measured <= self.target

    @property
    def cells(self) -> tuple[str, ...]:
        sign, word = "≥" if self.at_least else "≤", "met" if self.is_met else "**missed**"
        told = (f"{sign} {number(self.target)} {self.unit}", f"{number(self.measured)} {self.unit}")
        return (self.figure, *told, self.ours, self.floor, word)


HEADS = ("figure", "target", "measured", "ours", "floor", "verdict")


def interleaved(
    contenders: Mapping[str, Callable[[], object]], rounds: int, each: int = 1
) -> dict[str, float]:
    """Median seconds of each contender over rounds in which each has its turn, one way, then the other.

    A first round, not counted, warms caches and connections.
    """
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(rounds + 1):
        names = list(contenders) if turn % 2 else list(contenders)[::-1]
        for name in names:
            found = [_timed(contenders[name]) for _ in range(each)]
            if turn:
                times[name] += found
    return {name: median(found) for name, found in times.items()}


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def ratio(figure: str, target: float, ours: float, floor: float, words: Callable[[float], str]) -> Line:
    """A line that compares two medians."""
    return Line(figure, ours / floor, target, ours=words(ours), floor=words(floor))


def ms(seconds: float) -> str:
    return f"{number(seconds * 1000)} ms"


def mb(size: float) -> str:
    return f"{number(size / 1e6)} MB"


def number(value: float) -> str:
    """Three digits that mean something: 0.0123, 1.23, 12.3, 123, 12,345."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 1 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def table(lines: Iterable[Line], markdown: bool) -> str:
    """The lines as a Markdown table, or in columns for a terminal."""
    return in_columns(HEADS, [line.cells for line in lines], markdown)


def in_columns(heads: Sequence[str], cells: Iterable[Sequence[str]], markdown: bool) -> str:
    """Rows under their heads, as a Markdown table or for a terminal."""
    rows = [tuple(heads), *(tuple(row) for row in cells)]
    if markdown:
        marked = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([marked[0], "|---" * len(heads) + "|", *islice(marked, 1, None)])
    rows = [tuple(cell.replace("**", "") for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
