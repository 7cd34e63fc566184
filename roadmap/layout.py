"""Where everything stands on the road map's drawing: lanes, bars, arrows, and what is late. Pure.

``lay_out`` takes pieces of work and which needs which, and gives coordinates in a frame of ``WIDTH`` units.
It never fails on what people may have entered: a circle of dependencies is reported, not followed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

WIDTH, LABELS, MARGIN = 1112.0, 218.0, 10.0
HEAD, LANE, ROW, BAR, AIR = 48.0, 32.0, 30.0, 21.0, 10.0
ELBOW = 8.0
"""How far an arrow runs out of a bar before it turns; MARGIN leaves room for it at the right end."""
LEAST_MONTHS = 6
Needs = Iterable[tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work. ``state`` is planned, running, done or dropped; ``waits`` for an open decision."""

    key: Any
    phase: str
    starts_on: date
    ends_on: date
    state: str = "planned"
    effort: int = 0
    waits: bool = False

    @property
    def is_open(self) -> bool:
        return self.state in ("planned", "running")


class Trouble(StrEnum):
    """Why a piece of work needs somebody's eye."""

    LATE_END = "late_end"
    LATE_START = "late_start"
    AWAITS_DECISION = "awaits_decision"
    AWAITS_ITEM = "awaits_item"


LATE = (Trouble.LATE_END, Trouble.LATE_START)


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle of the drawing."""

    x: float
    y: float
    width: float
    height: float = BAR

    @property
    def end(self) -> float:
        return round(self.x + self.width, 1)

    @property
    def middle(self) -> float:
        return round(self.y + self.height / 2, 1)

    @property
    def bottom(self) -> float:
        return round(self.y + self.height, 1)


@dataclass(frozen=True, slots=True)
class Row:
    piece: Piece
    bar: Bar


@dataclass(frozen=True, slots=True)
class Lane:
    """One phase: its band, the bar that spans its pieces (None when empty), its rows."""

    phase: str
    y: float
    percent: int
    state: str
    bar: Bar | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    x: float
    middle: float


@dataclass(frozen=True, slots=True)
class Arrow:
    """From the end of what is needed to the start of what needs it."""

    start: Any
    end: Any
    points: tuple[tuple[float, float], ...]

    @property
    def path(self) -> str:
        """The ``d`` of an SVG path."""
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in self.points)


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing, and what it tells."""

    width: float
    height: float
    months: tuple[Month, ...]
    lanes: tuple[Lane, ...]
    arrows: tuple[Arrow, ...]
    today_x: float | None
    troubles: Mapping[Any, tuple[Trouble, ...]]
    cycles: tuple[tuple[Any, ...], ...]
    critical: tuple[Any, ...]


def lay_out(pieces: Iterable[Piece], needs: Needs, *, today: date, phases: Sequence[str]) -> Chart:
    """Draw the pieces that are not dropped. ``needs`` are (piece, needed piece) pairs of keys."""
    drawn = sorted(
        (piece for piece in pieces if piece.state != "dropped"),
        key=lambda piece: (piece.starts_on, piece.ends_on, str(piece.key)),
    )
    known = {piece.key: piece for piece in drawn}
    pairs = sorted({(a, b) for a, b in needs if a in known and b in known}, key=str)
    months = _months(drawn, today)
    lanes, height = _lanes(drawn, phases, months)
    rows = [row for lane in lanes for row in lane.rows]
    return Chart(
        width=WIDTH, height=height, months=months, lanes=lanes, arrows=_arrows(rows, pairs),
        today_x=round(_x(today, months), 1) if _covers(months, today) else None,
        troubles=troubles(drawn, pairs, today=today), cycles=cycles(known, pairs),
        critical=critical_path(known, pairs),
    )  # fmt: skip


# ---- time ----


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _months(pieces: Sequence[Piece], today: date) -> tuple[Month, ...]:
    """Every month from the first start to the last end, today's among them."""
    first = min([today, *(piece.starts_on for piece in pieces)]).replace(day=1)
    last = max([today, *(piece.ends_on for piece in pieces)]).replace(day=1)
    firsts = [first]
    while firsts[-1] < last or len(firsts) < LEAST_MONTHS:
        firsts.append(_next_month(firsts[-1]))
    step = (WIDTH - MARGIN - LABELS) / len(firsts)
    return tuple(
        Month(day, round(LABELS + n * step, 1), round(LABELS + (n + 0.5) * step, 1))
        for n, day in enumerate(firsts)
    )


def _covers(months: Sequence[Month], day: date) -> bool:
    return months[0].first <= day < _next_month(months[-1].first)


def _x(day: date, months: Sequence[Month], *, end: bool = False) -> float:
    """Where that day begins (or ends) on the scale; months are equally wide."""
    step = (WIDTH - MARGIN - LABELS) / len(months)
    first = months[0].first
    rank = (day.year - first.year) * 12 + day.month - first.month
    length = (_next_month(day) - day.replace(day=1)).days
    return LABELS + step * (rank + (day.day - (0 if end else 1)) / length)


# ---- lanes and bars ----


def _lanes(
    pieces: Sequence[Piece], phases: Sequence[str], months: Sequence[Month]
) -> tuple[tuple[Lane, ...], float]:
    y, lanes = HEAD, []
    for phase in phases:
        own = [piece for piece in pieces if piece.phase == phase]
        lanes.append(_lane(phase, own, y, months))
        y += LANE + AIR + ROW * len(own) + (AIR - (ROW - BAR - 4) if own else 0)
    return tuple(lanes), y


def _lane(phase: str, pieces: Sequence[Piece], y: float, months: Sequence[Month]) -> Lane:
    rows = tuple(
        Row(piece, _bar(piece.starts_on, piece.ends_on, y + LANE + AIR + ROW * n, months))
        for n, piece in enumerate(pieces)
    )
    span = None
    if rows:
        start, end = min(row.bar.x for row in rows), max(row.bar.end for row in rows)
        span = Bar(start, y + 12, round(end - start, 1), 8.0)
    return Lane(phase, y, percent_done(pieces), phase_state(pieces), span, rows)


def _bar(start: date, end: date, y: float, months: Sequence[Month]) -> Bar:
    x = round(_x(start, months) + 2, 1)
    return Bar(x, y, round(max(_x(end, months, end=True) - 2 - x, 4.0), 1))


def percent_done(pieces: Iterable[Piece]) -> int:
    """What is done, weighted by effort (a piece without one weighs a day), rounded down."""
    kept = [(max(piece.effort, 1), piece.state) for piece in pieces if piece.state != "dropped"]
    whole = sum(effort for effort, _state in kept)
    return 100 * sum(effort for effort, state in kept if state == "done") // whole if whole else 0


def phase_state(pieces: Iterable[Piece]) -> str:
    """done, now or todo: how a phase as a whole stands."""
    states = {piece.state for piece in pieces} - {"dropped"}
    if states == {"done"}:
        return "done"
    return "now" if states & {"running", "done"} else "todo"


# ---- arrows ----


def _arrows(rows: Sequence[Row], pairs: Needs) -> tuple[Arrow, ...]:
    """One arrow per dependency; it goes round the bars of the rows that it passes."""
    order = {row.piece.key: n for n, row in enumerate(rows)}
    return tuple(
        Arrow(needed, key, _route(rows, order[needed], order[key])) for key, needed in pairs if key != needed
    )


def _route(rows: Sequence[Row], start: int, end: int) -> tuple[tuple[float, float], ...]:
    source, target = rows[start].bar, rows[end].bar
    down = end > start
    between = [row.bar for row in rows[min(start, end) + 1 : max(start, end)]]
    out, into = round(source.end + ELBOW, 1), round(target.x - ELBOW, 1)
    x = _free_x(between, out, into)
    leave, arrive = _beside(source, down), _beside(target, not down)
    points = [(source.end, source.middle), (out, source.middle)]
    if x != out:
        points += [(out, leave), (x, leave)]
    if x <= into:
        points += [(x, target.middle)]
    else:
        points += [(x, arrive), (into, arrive), (into, target.middle)]
    return tuple(dict.fromkeys([*points, (target.x, target.middle)]))


def _beside(bar: Bar, below: bool) -> float:
    """The middle of the gap under (or over) a row."""
    half = (ROW - BAR) / 2
    return round(bar.bottom + half if below else bar.y - half, 1)


def _free_x(bars: Sequence[Bar], out: float, into: float) -> float:
    """The x of the least detour from ``out`` to ``into`` at which a vertical line meets none of these bars.

    The left end of the scale, before any bar, is always free.
    """
    beside = [x for bar in bars for x in (round(bar.x - 4, 1), round(bar.end + 4, 1))]
    free = [x for x in (out, into, LABELS - 3, *beside) if not any(bar.x <= x <= bar.end for bar in bars)]
    return min(free, key=lambda x: (abs(x - out) + abs(x - into), abs(x - out), x))


# ---- what it tells ----


def troubles(pieces: Sequence[Piece], needs: Needs, *, today: date) -> dict[Any, tuple[Trouble, ...]]:
    """Which open pieces are late, and which cannot go on: waiting for a decision or for another piece."""
    known, needed = {piece.key: piece for piece in pieces}, _needed(needs)
    found = {
        piece.key: tuple(_troubles(piece, [known[k] for k in needed.get(piece.key, ())], today))
        for piece in pieces
        if piece.is_open
    }
    return {key: some for key, some in found.items() if some}


def _troubles(piece: Piece, needed: Sequence[Piece], today: date) -> Iterable[Trouble]:
    if piece.ends_on < today:
        yield Trouble.LATE_END
    elif piece.state == "planned" and piece.starts_on < today:
        yield Trouble.LATE_START
    if piece.waits:
        yield Trouble.AWAITS_DECISION
    if any(other.is_open and max(other.ends_on, today) >= piece.starts_on for other in needed):
        yield Trouble.AWAITS_ITEM


def _needed(needs: Needs) -> dict[Any, list[Any]]:
    edges: dict[Any, list[Any]] = {}
    for key, needed in needs:
        edges.setdefault(key, []).append(needed)
    return edges


def leads_to(start: Any, goal: Any, needs: Needs) -> list[Any]:
    """A chain start → … → goal of pieces that need each other; empty when there is none."""
    edges, came, waiting = _needed(needs), {start: None}, [start]
    while waiting:
        current = waiting.pop(0)
        if current == goal:
            return _chain(came, goal)
        for other in edges.get(current, ()):
            if other not in came:
                came[other] = current
                waiting.append(other)
    return []


def _chain(came: Mapping[Any, Any], goal: Any) -> list[Any]:
    chain, key = [], goal
    while key is not None:
        chain.append(key)
        key = came[key]
    return chain[::-1]


def cycles(keys: Iterable[Any], needs: Needs) -> tuple[tuple[Any, ...], ...]:
    """Groups of pieces that wait for each other, each sorted; a piece that waits for itself is one."""
    edges = _needed(needs)
    reach = {key: _reached(key, edges) for key in keys}
    rings = {
        tuple(sorted((k for k in reach[key] if key in reach.get(k, ())), key=str))
        for key in reach
        if key in reach[key]
    }
    return tuple(sorted(rings, key=str))


def _reached(start: Any, edges: Mapping[Any, list[Any]]) -> set[Any]:
    seen: set[Any] = set()
    waiting = list(edges.get(start, ()))
    while waiting:
        key = waiting.pop()
        if key not in seen:
            seen.add(key)
            waiting.extend(edges.get(key, ()))
    return seen


def critical_path(pieces: Mapping[Any, Piece], needs: Needs) -> tuple[Any, ...]:
    """The longest chain of dependencies in working time, first piece first; circles are left out."""
    pairs = list(needs)
    ringed = {key for ring in cycles(pieces, pairs) for key in ring}
    edges = _needed((a, b) for a, b in pairs if a not in ringed and b not in ringed)
    best: dict[Any, tuple[int, tuple[Any, ...]]] = {}
    for key in _bottom_up(edges):
        days = (pieces[key].ends_on - pieces[key].starts_on).days + 1
        before = max((best[k] for k in edges.get(key, ())), key=_length, default=(0, ()))
        best[key] = (before[0] + days, (*before[1], key))
    return max(best.values(), key=_length, default=(0, ()))[1]


def _length(chain: tuple[int, tuple[Any, ...]]) -> tuple[int, str]:
    return chain[0], str(chain[1])


def _bottom_up(edges: Mapping[Any, list[Any]]) -> list[Any]:
    """Every key of an acyclic graph after the keys that it needs."""
    done: dict[Any, None] = {}
    waiting = list(edges)
    while waiting:
        key = waiting[-1]
        missing = [k for k in edges.get(key, ()) if k not in done]
        if missing:
            waiting.extend(missing)
        else:
            done.setdefault(waiting.pop())
    return list(done)
