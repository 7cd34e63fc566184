import pytest

from builders import compliance as build
from builders.clock import TODAY
from compliance.services import flips, matrices
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused


@pytest.fixture
def accepting(house):
    build.accept_ai(house)
    house.european = build.plan_of_class(house, "Claude Team", *build.CLASS_T2)
    build.consent_to(house, house.european)
    return house


def cells(house):
    matrix = matrices.build(by=house.dan, client=house.client, today=TODAY)
    return {
        (row.plan.slug, cell.levels[0]): (cell.state, [item.condition for item in cell.missing])
        for row in matrix.rows
        for cell in row.cells
    }


@pytest.mark.parametrize(
    ("effect", "value"),
    [("forbids_ai", ""), ("eu_only", ""), ("retention_limit", "0"), ("named_tools_only", "claude-team"),
     ("disclosure", "")],
)  # fmt: skip
def test_exactly_the_cells_that_flip_are_shown_before_a_clause_is_added(accepting, effect, value):
    before = cells(accepting)
    shown = flips.of_clause(accepting.client, effect=effect, value=value, by=accepting.dan, today=TODAY)

    build.add_clause(accepting, effect, value)

    after = cells(accepting)
    assert {(flip.plan.slug, flip.level.id) for flip in shown} == {
        cell for cell in before if before[cell] != after[cell]
    }
    assert all(flip.is_tighter or flip.after.missing for flip in shown)


def test_exactly_the_cells_that_flip_back_are_shown_before_a_clause_is_retired(accepting):
    before = cells(accepting)
    clause = build.add_clause(accepting, "forbids_ai")

    shown = flips.without(clause, by=accepting.dan, today=TODAY)

    banned = cells(accepting)
    assert {(flip.plan.slug, flip.level.id) for flip in shown} == {
        cell for cell in before if before[cell] != banned[cell]
    }


def test_looking_writes_nothing_and_is_for_the_dpo(accepting):
    events = Event.objects.count()

    flips.of_clause(accepting.client, effect="forbids_ai", by=accepting.dan, today=TODAY)

    assert Event.objects.count() == events
    assert not accepting.client.clauses.exists()
    with pytest.raises(Refused, match="DPO"):
        flips.of_clause(accepting.client, effect="forbids_ai", by=accepting.ana, today=TODAY)


def test_a_value_that_cannot_be_read_is_said(accepting):
    with pytest.raises(Refused, match="en jours"):
        flips.of_clause(
            accepting.client, effect="retention_limit", value="bientôt", by=accepting.dan, today=TODAY
        )
