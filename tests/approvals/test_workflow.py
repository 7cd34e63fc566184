import pytest

from approvals.workflow import (
    CLOSED_STATES,
    LED_TO,
    MOVES,
    OPEN_STATES,
    OWNERS,
    Move,
    Owner,
    State,
    after,
    diagram,
    moves_from,
)
from etech_ai.verdicts import Refused


def test_every_state_has_exactly_one_owner():
    assert set(OWNERS) == set(State)


def test_every_state_can_be_reached_from_a_draft():
    reached, edge = {State.DRAFT}, {State.DRAFT}
    while edge:
        edge = {target for (source, _), target in MOVES.items() if source in edge} - reached
        reached |= edge

    assert reached == set(State)


def test_every_move_is_in_the_table():
    assert {move for _, move in MOVES} == set(Move)


def test_open_and_closed_states_share_the_states_that_are_stored():
    assert set(OPEN_STATES) | set(CLOSED_STATES) | {State.DRAFT} == set(State)
    assert not set(OPEN_STATES) & set(CLOSED_STATES)


def test_only_whoever_decided_opens_a_closed_request_again():
    reopening = {
        (state, move)
        for state in CLOSED_STATES
        for move in moves_from(state)
        if MOVES[state, move] not in CLOSED_STATES
    }

    assert reopening == {(State.APPROVED, Move.UNDO), (State.REFUSED, Move.UNDO)}


def test_every_decision_but_the_opening_of_an_access_can_be_undone():
    assert {MOVES[State.WAITING, move] for move in LED_TO} == set(LED_TO.values())
    assert all(MOVES[state, Move.UNDO] is State.WAITING for state in LED_TO.values())


def test_nobody_must_act_once_the_decision_is_taken():
    assert {OWNERS[state] for state in CLOSED_STATES} == {Owner.ARCHIVE}


@pytest.mark.parametrize(
    ("state", "move", "expected"),
    [
        (State.WAITING, Move.APPROVE, State.WAITING),
        (State.WAITING, Move.APPROVE_LAST, State.APPROVED),
        (State.WAITING, Move.ASK, State.CLARIFICATION),
        ("clarification", "answer", State.WAITING),
        (State.CLARIFICATION, Move.WITHDRAW, State.WITHDRAWN),
    ],
)
def test_after_follows_the_table(state, move, expected):
    assert after(state, move) is expected


@pytest.mark.parametrize("state", CLOSED_STATES)
def test_after_refuses_to_decide_a_closed_request(state):
    with pytest.raises(Refused):
        after(state, Move.REFUSE)


def test_the_diagram_draws_every_move():
    drawn = diagram()

    assert all(
        f"{source.value} --> {target.value}: {move.value}" in drawn
        for (source, move), target in MOVES.items()
    )
    assert drawn.startswith("```mermaid\nstateDiagram-v2\n")
