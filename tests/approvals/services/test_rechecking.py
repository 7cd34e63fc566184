"""The sweep: what reopens, what does not, who hears of it, what closes by itself."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from approvals.models import Reopening, ReopeningOutcome, Request
from approvals.services import grants, rechecking
from approvals.workflow import Kind, State
from builders.catalog import another_tool, seat_plan
from builders.clock import NOW, TODAY
from builders.compliance import add_clause
from builders.requests import a_request
from builders.usecases import a_use_case
from catalog.services import plans, seats, tools
from compliance.services import clauses
from etech_ai.audit import chain
from etech_ai.audit.models import Event
from people.access import Role
from people.models import Notification
from people.services import roles
from usecases.services import usecases


def sweep():
    return rechecking.sweep(now=NOW).counts()


def approved(house, kind=Kind.LICENCE, **given):
    return a_request(house, State.APPROVED, kind, **given)


def reopened():
    return set(Reopening.objects.open().values_list("request__reference", flat=True))


def test_nothing_reopens_while_the_facts_hold(house):
    approved(house)

    assert sweep() == {"checked": 1, "opened": 0, "updated": 0, "closed": 0}


def test_a_change_that_matters_reopens_the_approval(house):
    request = approved(house)
    plans.edit(house.plan, region="us_no_dpf", by=house.ida)

    assert sweep()["opened"] == 1
    found = Reopening.objects.get()
    assert found.request == request
    assert (found.sealed_facts["plan"]["region"], found.found_facts["plan"]["region"]) == ("eea", "us_no_dpf")


def test_a_change_that_does_not_matter_reopens_nothing(house):
    approved(house)
    plans.edit(house.plan, retention_note="Effacé chaque nuit", facts_note="Lu", by=house.ida)
    tools.edit(house.tool, summary="Autre résumé", by=house.ida)

    assert sweep()["opened"] == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda house: plans.edit(house.plan, price_minor=2091, by=house.ida),
        lambda house: plans.edit(house.plan, retention_days=30, by=house.ida),
        lambda house: plans.edit(house.plan, trains_on_data="yes", by=house.ida),
        lambda house: plans.edit(house.plan, has_sso="no", by=house.ida),
        lambda house: plans.set_class(
            house.plan, tool_class="t0", valid_until=None, highest_level="public", by=house.dan
        ),
        lambda house: tools.decide(
            house.tool, decision="retiring", reason="Remplacé", by=house.ida, today=TODAY
        ),
    ],
)
def test_each_of_these_reopens_a_seat(house, change):
    approved(house)
    change(house)

    assert sweep()["opened"] == 1


def test_a_small_rise_of_the_price_reopens_nothing(house):
    approved(house)
    plans.edit(house.plan, price_minor=2090, by=house.ida)

    assert sweep()["opened"] == 0


def test_a_clause_reopens_what_its_client_binds_and_nothing_else(house):
    bound = approved(house, project=house.project)
    approved(house, Kind.TOOL_ACCESS)
    clause = add_clause(house, "no_training")

    sweep()
    assert reopened() == {bound.reference}
    clauses.retire(clause, by=house.dan, today=TODAY)
    sweep()
    assert reopened() == set()


def test_a_use_case_reopens_when_its_purpose_changes(house):
    use_case = a_use_case(house, plans=[house.plan])
    request = approved(house, Kind.USE_CASE, use_case=use_case)
    usecases.edit(use_case, by=house.ana, today=TODAY, title="Autre titre", frequency="daily")
    assert sweep()["opened"] == 0

    usecases.edit(use_case, by=house.ana, today=TODAY, purpose="Trier les candidatures.")

    assert sweep()["opened"] == 1
    assert reopened() == {request.reference}


def test_only_what_is_still_granted_reopens(house):
    returned = approved(house)
    seats.release(house.subscription.seats.get(), by=house.ida, today=TODAY)
    over = approved(house, Kind.TOOL_ACCESS, ends_on=TODAY + timedelta(days=1))
    waiting = a_request(house, by=house.zoe)
    plans.edit(house.plan, region="other", by=house.ida)

    swept = rechecking.sweep(now=NOW + timedelta(days=2)).counts()

    assert swept["checked"] == 0
    assert {returned.state, over.state, waiting.state} == {State.APPROVED, State.WAITING}


def test_the_newest_approval_of_a_thing_is_the_one_that_counts(house):
    approved(house)
    seats.release(house.subscription.seats.get(), by=house.ida, today=TODAY)
    plans.edit(house.plan, region="us_dpf", by=house.ida)
    house.plan.refresh_from_db()
    approved(house)

    assert sweep() == {"checked": 1, "opened": 0, "updated": 0, "closed": 0}


def test_a_reopening_is_left_once_and_follows_later_changes(house):
    approved(house)
    plans.edit(house.plan, region="other", by=house.ida)
    sweep()
    assert sweep() == {"checked": 1, "opened": 0, "updated": 0, "closed": 0}

    plans.edit(house.plan, has_sso="no", by=house.ida)

    assert sweep()["updated"] == 1
    assert Reopening.objects.get().found_facts["plan"]["has_sso"] == "no"


def test_facts_that_are_back_close_the_reopening_without_anybody(house):
    approved(house)
    plans.edit(house.plan, region="other", by=house.ida)
    sweep()
    plans.edit(house.plan, region="eea", by=house.ida)

    assert sweep()["closed"] == 1
    found = Reopening.objects.get()
    assert (found.outcome, found.settled_by) == (ReopeningOutcome.MOOT, None)


def test_a_grant_that_ended_meanwhile_closes_its_reopening(house):
    request = approved(house)
    plans.edit(house.plan, region="other", by=house.ida)
    sweep()
    grants.end(request, by=house.ida, reason="Projet fini", now=NOW)

    assert sweep()["closed"] == 1


def test_who_has_the_last_word_hears_of_it_once(house):
    approved(house)
    approved(house, Kind.TOOL_ACCESS)
    plans.edit(house.plan, region="other", by=house.ida)
    sweep()
    sweep()

    told = Notification.objects.filter(event="request.reopened")
    assert [(note.user, note.subject) for note in told] == [(house.cho, "2 accords sont à revoir")]


def test_a_dearer_plan_is_for_the_direction_once_past_its_threshold(house):
    approved(house)
    plans.edit(house.plan, price_minor=10_001, by=house.ida)
    sweep()

    assert Reopening.objects.get().role == "direction"


def test_nobody_is_handed_their_own_approval(house):
    roles.grant(house.ana, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    roles.end(house.cho.role_assignments.get(), by=house.adi, today=TODAY)
    approved(house)
    plans.edit(house.plan, region="other", by=house.ida)
    sweep()

    assert Reopening.objects.get().role == "direction"
    assert set(Notification.objects.filter(event="request.reopened").values_list("user", flat=True)) == {
        house.lea.pk
    }


def test_each_reopening_is_an_event_on_its_request(house):
    request = approved(house)
    plans.edit(house.plan, region="other", by=house.ida)
    sweep()

    event = Event.objects.get(name="request.reopened")
    assert (event.actor_ref, event.subject_ref) == (
        "job:approvals-recheck",
        f"approvals.request:{request.pk}",
    )
    assert json.loads(event.payload)["changes"][0]["fields"]["role"] == [None, "champion"]
    assert chain.verify().ok


def test_the_sweep_costs_the_same_statements_for_more_approvals(house):
    def granted(number):
        plan = another_tool(house, f"Outil {number}")
        seat_plan(house, plan)
        approved(house, plan=plan)
        plans.edit(plan, region="other", by=house.ida)

    granted(1)
    granted(2)
    with CaptureQueriesContext(connection) as few:
        sweep()
    for number in range(3, 8):
        granted(number)
    with CaptureQueriesContext(connection) as many:
        sweep()

    assert Reopening.objects.count() == 7
    assert len(many) <= len(few)


def test_the_command_says_what_it_did(house, capsys):
    approved(house)
    plans.edit(house.plan, region="other", by=house.ida)
    call_command("reopen_approvals")

    assert capsys.readouterr().out == "checked 1, opened 1, updated 0, closed 0\n"
    assert Request.objects.get().state == State.APPROVED
