"""The drawing of the road map: whatever people enter, nothing overlaps, leaves the frame or never ends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.layout import (
    LABELS,
    WIDTH,
    Piece,
    Trouble,
    critical_path,
    cycles,
    lay_out,
    leads_to,
    percent_done,
)

PHASES = ("frame", "pilot", "deploy", "generalise")
DAY = date(2026, 11, 24)
EPSILON = 0.11

one = st.builds(
    lambda phase, start, length, state, effort, waits: (phase, start, length, state, effort, waits),
    st.sampled_from(PHASES), st.integers(-400, 400), st.integers(0, 300),
    st.sampled_from(["planned", "running", "done", "dropped"]), st.integers(0, 40), st.booleans(),
)  # fmt: skip


def _pieces(rows):
    return [
        Piece(n, phase, DAY + timedelta(start), DAY + timedelta(start + length), state, effort, waits)
        for n, (phase, start, length, state, effort, waits) in enumerate(rows)
    ]


pieces = st.lists(one, max_size=9).map(_pieces)
needs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=14)


def _draw(some, pairs=()):
    return lay_out(some, pairs, today=DAY, phases=PHASES)


def _bars(chart):
    return {row.piece.key: row.bar for lane in chart.lanes for row in lane.rows}


@given(pieces, needs)
def test_no_two_rows_overlap_and_every_bar_lies_in_the_frame(some, pairs):
    chart = _draw(some, pairs)
    bars = sorted(_bars(chart).values(), key=lambda bar: bar.y)

    assert all(above.bottom <= below.y for above, below in zip(bars, bars[1:], strict=False))
    assert all(bar.x >= LABELS and bar.end <= WIDTH and bar.bottom <= chart.height for bar in bars)
    assert len(bars) == sum(piece.state != "dropped" for piece in some)


@given(pieces, needs)
def test_no_arrow_runs_through_a_bar_or_out_of_the_drawing(some, pairs):
    chart = _draw(some, pairs)
    for arrow in chart.arrows:
        for (x1, y1), (x2, y2) in zip(arrow.points, arrow.points[1:], strict=False):
            assert x1 == x2 or y1 == y2
            assert min(x1, x2) > 0 and max(x1, x2) <= WIDTH and 0 < max(y1, y2) <= chart.height
            assert [key for key, bar in _bars(chart).items() if _cuts(bar, x1, y1, x2, y2)] == []


def _cuts(bar, x1, y1, x2, y2) -> bool:
    return (
        min(x1, x2) < bar.end - EPSILON and max(x1, x2) > bar.x + EPSILON
        and min(y1, y2) < bar.bottom - EPSILON and max(y1, y2) > bar.y + EPSILON
    )  # fmt: skip


@given(pieces, needs)
def test_an_arrow_leaves_the_end_of_what_is_needed_and_meets_the_start_of_what_needs_it(some, pairs):
    chart = _draw(some, pairs)
    bars = _bars(chart)

    for arrow in chart.arrows:
        assert arrow.points[0] == (bars[arrow.start].end, bars[arrow.start].middle)
        assert arrow.points[-1] == (bars[arrow.end].x, bars[arrow.end].middle)


@given(needs)
def test_circles_are_those_that_a_naive_closure_finds(pairs):
    size = range(10)
    reach = [[(a, b) in set(pairs) for b in size] for a in size]
    for k in size:
        for a in size:
            for b in size:
                reach[a][b] = reach[a][b] or (reach[a][k] and reach[k][b])

    assert {key for ring in cycles(size, pairs) for key in ring} == {a for a in size if reach[a][a]}


@given(pieces, needs, st.randoms())
def test_the_order_of_what_comes_in_does_not_matter(some, pairs, random):
    mixed, mixed_pairs = list(some), list(pairs)
    random.shuffle(mixed)
    random.shuffle(mixed_pairs)

    assert _draw(mixed, mixed_pairs) == _draw(some, pairs)


@given(pieces, needs)
def test_months_are_whole_consecutive_and_hold_today(some, pairs):
    chart = _draw(some, pairs)
    firsts = [month.first for month in chart.months]

    assert all(day.day == 1 for day in firsts)
    assert all(27 < (b - a).days < 32 for a, b in zip(firsts, firsts[1:], strict=False))
    assert LABELS <= chart.today_x <= WIDTH


def _piece(key, start=0, length=30, **more):
    first = DAY + timedelta(start)
    return Piece(key, more.pop("phase", "frame"), first, first + timedelta(length), **more)


def test_an_empty_road_map_still_has_its_four_lanes():
    chart = _draw([])

    assert [lane.phase for lane in chart.lanes] == list(PHASES)
    assert [lane.percent for lane in chart.lanes] == [0, 0, 0, 0]
    assert (chart.critical, chart.cycles, chart.arrows) == ((), (), ())


def test_a_circle_is_reported_and_drawn_all_the_same():
    chart = _draw([_piece(1), _piece(2), _piece(3)], [(1, 2), (2, 1), (3, 1)])

    assert chart.cycles == ((1, 2),)
    assert len(chart.arrows) == 3


def test_the_critical_path_is_the_longest_chain_in_days():
    known = {n: _piece(n, length=length) for n, length in ((1, 10), (2, 90), (3, 10), (4, 200))}

    assert critical_path(known, [(3, 1), (3, 2)]) == (2, 3)


def test_a_chain_of_dependencies_is_told_link_by_link():
    assert leads_to(1, 3, [(1, 2), (2, 3)]) == [1, 2, 3]
    assert leads_to(3, 1, [(1, 2), (2, 3)]) == []


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        (_piece(1, -60, state="running"), (Trouble.LATE_END,)),
        (_piece(1, -5), (Trouble.LATE_START,)),
        (_piece(1, 5), ()),
        (_piece(1, -60, state="done", waits=True), ()),
        (_piece(1, 5, waits=True), (Trouble.AWAITS_DECISION,)),
    ],
)
def test_what_is_late_or_waits_for_a_decision_is_told(piece, told):
    assert _draw([piece]).troubles.get(1, ()) == told


def test_a_piece_waits_for_what_will_not_be_done_before_it_starts():
    done_in_time = [_piece(1, 0, 20, state="running"), _piece(2, 30)]
    too_late = [_piece(1, 0, 40, state="running"), _piece(2, 30)]

    assert _draw(done_in_time, [(2, 1)]).troubles == {}
    assert _draw(too_late, [(2, 1)]).troubles == {2: (Trouble.AWAITS_ITEM,)}


def test_done_is_weighed_by_effort():
    some = [_piece(1, state="done", effort=30), _piece(2, effort=10), _piece(3, effort=99, state="dropped")]

    assert percent_done(some) == 75
