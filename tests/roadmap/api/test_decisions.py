import pytest

from builders.api import Caller
from builders.clock import NOW, TODAY
from roadmap.models import Decision
from roadmap.services import decisions, plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def register(house):
    plan.load(TODAY)
    return house


def test_everybody_reads_what_was_decided_and_by_whom(register):
    decision = Decision.objects.get(ref="05.Q2")
    decisions.decide(decision, text="Copilot d’abord.", review_on=None, by=register.lea, today=TODAY)

    sheet = Caller(register.zoe).get("decisions/05.Q2/").json()

    assert (sheet["state"], sheet["decision"]) == ("decided", "Copilot d’abord.")
    assert sheet["decided_on"] == "2026-11-24"
    assert sheet["theme"]["number"] == 5
    assert sheet["supersedes"] is None


def test_decisions_are_filtered(register):
    caller = Caller(register.ana)

    assert {row["theme"]["number"] for row in caller.rows("decisions/", theme=5)} == {5}
    assert [row["ref"] for row in caller.rows("decisions/", q="05.q2")] == ["05.Q2"]
    assert {row["state"] for row in caller.rows("decisions/", state="decided")} == {"decided"}
    assert caller.rows("decisions/", to_review="true") == []


@pytest.mark.parametrize("ref", ["05.Q999", "99.Z9"])
def test_a_reference_that_is_none_is_a_404(register, ref):
    assert Caller(register.ana).get(f"decisions/{ref}/").status_code == 404


def test_the_list_takes_as_many_statements_for_many_rows(register, assert_flat_queries):
    caller, asked = Caller(register.ana), {"limit": 1}

    assert_flat_queries(
        get=lambda: caller.get("decisions/", asked),
        add_rows=lambda: asked.update(limit=200),
    )
    assert len(caller.rows("decisions/", limit=200)) > 20
