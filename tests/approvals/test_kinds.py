import pytest

from approvals.kinds import (
    DAYS_TO_ANSWER,
    KINDS,
    YEARLY_THRESHOLD_MINOR,
    Ask,
    can_be_planned,
    digest,
    plan_steps,
    yearly,
)
from approvals.workflow import Decider, Kind, Task


def roles(ask):
    return [step.role.value for step in plan_steps(ask) if step.is_required]


def test_every_kind_is_declared():
    assert set(KINDS) == set(Kind)


def test_every_capacity_has_a_time_to_answer():
    assert set(DAYS_TO_ANSWER) == set(Decider)


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (Ask(Kind.LICENCE, yearly_minor=YEARLY_THRESHOLD_MINOR), ["champion", "licences"]),
        (Ask(Kind.LICENCE, yearly_minor=YEARLY_THRESHOLD_MINOR + 1), ["champion", "direction", "licences"]),
        (Ask(Kind.TOOL_ACCESS), ["champion"]),
        (Ask(Kind.TOOL_ACCESS, data_levels=frozenset({"internal"})), ["champion"]),
        (Ask(Kind.TOOL_ACCESS, data_levels=frozenset({"personal"})), ["champion", "dpo"]),
        (Ask(Kind.TOOL_ACCESS, data_levels=frozenset({"client_confidential"})), ["champion", "dpo"]),
        (Ask(Kind.NEW_TOOL), ["champion", "dpo", "direction"]),
        (Ask(Kind.USE_CASE, outcome="minimal"), ["champion"]),
        (Ask(Kind.USE_CASE, outcome="transparency"), ["champion", "dpo"]),
        (Ask(Kind.USE_CASE, outcome="high_risk"), ["dpo", "direction"]),
        (Ask(Kind.USE_CASE, outcome="high_risk_exempted"), ["dpo", "direction"]),
        (Ask(Kind.DATA_EXCEPTION), ["lead", "dpo"]),
        (Ask(Kind.API_KEY), ["champion", "finance"]),
        (Ask(Kind.SEAT_REVIEW), ["holder", "licences"]),
    ],
)
def test_who_decides_in_order(ask, expected):
    assert roles(ask) == expected


def test_licences_open_the_access_and_do_not_decide():
    last = plan_steps(Ask(Kind.LICENCE))[-1]

    assert (last.role, last.task) == (Decider.LICENCES, Task.PROVISION)


def test_a_step_that_is_not_required_says_why():
    skipped = [step for step in plan_steps(Ask(Kind.LICENCE)) if not step.is_required]

    assert [step.role for step in skipped] == [Decider.DIRECTION]
    assert all(step.note for step in skipped)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (Ask(Kind.USE_CASE, outcome="prohibited"), "interdit"),
        (Ask(Kind.USE_CASE, outcome=""), "questionnaire"),
        (Ask(Kind.USE_CASE, outcome="undetermined"), "questionnaire"),
        (Ask(Kind.DATA_EXCEPTION, data_levels=frozenset({"secret"})), "secrets"),
    ],
)
def test_some_asks_have_no_path_at_all(ask, said):
    verdict = can_be_planned(ask)

    assert not verdict
    assert said in verdict.reason


def test_a_price_is_brought_to_a_year():
    assert (yearly(1900, "month"), yearly(1900, "year"), yearly(None, "month")) == (22800, 1900, 0)


def test_the_digest_depends_on_the_facts_and_not_on_their_order():
    assert digest({"a": 1, "b": "é"}) == digest({"b": "é", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert len(digest({})) == 64
