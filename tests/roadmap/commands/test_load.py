"""load_plan and load_demo: through the services, idempotent, with a trail that verifies."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from approvals.models import Request
from approvals.workflow import State
from catalog.models import Seat, Tool
from compliance.ai_act.ruleset import latest
from compliance.models import RuleChange, SourceStatus, WatchItem
from compliance.rulesets import read
from compliance.services import watch
from etech_ai.audit import chain
from people.models import Client, User
from roadmap.models import Decision
from usecases import agenda
from usecases.freshness import Stale
from usecases.models import ApplicabilitySheet, BiasReview, Risk, UseCase
from usecases.vocabulary import Standing

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


def test_the_demo_shows_every_page_of_the_register_with_something_on_it(demo):
    today = timezone.localdate()
    rules = {"ruleset_version": latest().version, "today": today}

    assert {use_case.standing(**rules) for use_case in UseCase.objects.all()} >= {
        Standing.CLASSIFIED, Standing.VALIDATED, Standing.LAPSED, Standing.BLOCKED, Standing.DRAFT,
    }  # fmt: skip
    assert {Stale.PURPOSE, Stale.AGE} <= {
        reason for use_case in UseCase.objects.all() for reason in use_case.stale_reasons(**rules)
    }
    assert watch.on_duty(today) and watch.on_duty(today + timedelta(days=7))
    assert set(WatchItem.objects.values_list("status", flat=True)) == {item.value for item in SourceStatus}
    assert any(entry.is_late(today) for entry in agenda.entries(UseCase.objects.all(), today=today))
    assert Risk.objects.count() == 5 and BiasReview.objects.count() == 1
    assert ApplicabilitySheet.objects.count() == 2


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
