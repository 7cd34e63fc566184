"""load_plan and load_demo: through the services, idempotent, with a trail that verifies."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from approvals.models import Request
from approvals.workflow import State
from catalog.models import Seat, Tool
from compliance.models import RuleChange
from compliance.rulesets import read
from etech_ai.audit import chain
from people.models import Client, User
from roadmap.models import Decision
from usecases.models import UseCase

pytestmark = pytest.mark.django_db


def _run(name: str, **options: int) -> str:
    out = StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def demo() -> str:
    _run("load_plan")
    return _run("load_demo")


def test_the_plan_comes_with_four_vendors_and_the_shipped_rulesets():
    said = _run("load_plan")

    assert "decisions: 101 (101 new)" in said
    assert "vendors: 4" in said
    assert f"ruleset AI Act: {read('ai_act', '2026.11.0')['meta']['ruleset_version']}" in said
    assert set(Tool.objects.values_list("slug", flat=True)) == {
        "github-copilot", "claude-team", "claude-code", "cursor", "gemini",
    }  # fmt: skip
    assert chain.verify().ok


def test_the_demo_refuses_to_stand_on_nothing():
    with pytest.raises(CommandError, match="load_plan first"):
        _run("load_demo")


def test_the_demo_is_a_believable_firm_with_a_trail_that_verifies(demo):
    assert User.objects.active().count() == 50
    assert Client.objects.count() == 6
    assert Seat.objects.open().count() > 50
    assert UseCase.objects.count() == 20
    assert set(UseCase.objects.values_list("outcome", flat=True)) == {
        "prohibited", "high_risk", "high_risk_exempted", "transparency", "minimal", "out_of_scope",
        "not_ai_system", "",
    }  # fmt: skip
    wanted = {State.WAITING, State.CLARIFICATION, State.APPROVED, State.REFUSED, State.WITHDRAWN}
    assert set(Request.objects.values_list("state", flat=True)) == wanted
    assert RuleChange.objects.proposed().count() == 1
    assert chain.verify().ok


def test_loading_twice_changes_nothing(demo):
    before = _counts()
    _run("load_plan")
    _run("load_demo")

    assert _counts() == before


def _counts() -> dict[str, int]:
    models = (User, Client, Tool, Seat, UseCase, Request, Decision)
    return {"events": chain.verify().count, **{model.__name__: model.objects.count() for model in models}}


def test_options_grow_the_demo_and_the_trail_still_verifies(demo):
    _run("load_demo", people=60, use_cases=50, requests=40)

    counts = _counts()
    assert (counts["User"] >= 60, counts["UseCase"], counts["Request"]) == (True, 50, 40)
    assert chain.verify().ok
