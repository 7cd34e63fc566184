from datetime import timedelta
from uuid import uuid4

import pytest

from approvals.kinds import digest
from approvals.models import Request
from approvals.services import requests
from approvals.workflow import Kind, State
from builders.catalog import another_tool
from builders.clock import NOW, TODAY
from builders.requests import a_request, approve, current, sent, usage_plan
from catalog.models import Plan, Seat
from catalog.services import plans, seats
from compliance.services import policies
from etech_ai.verdicts import Refused
from people.models import Notification
from people.services import teams, trainings


def told(person, event):
    return Notification.objects.filter(user=person, event=event)


# ------------------------------------------------------------------ submit
def test_submit_numbers_requests_by_year_without_a_gap(house):
    first = sent(house)
    with pytest.raises(Refused):
        sent(house)
    second = sent(house, by=house.zoe)
    other_year = sent(house, by=house.dan, now=NOW.replace(year=2027))

    assert [r.reference for r in (first, second, other_year)] == [
        "DEM-2026-001",
        "DEM-2026-002",
        "DEM-2027-001",
    ]


def test_submit_plans_the_steps_with_their_due_dates(house):
    steps = sent(house).steps.in_order()

    assert [(s.role, s.state, s.task) for s in steps] == [
        ("champion", "now", "decide"),
        ("direction", "skipped", "decide"),
        ("licences", "todo", "provision"),
    ]
    assert steps[0].due_on == TODAY + timedelta(days=2)


def test_submit_tells_the_deciders_and_nobody_else(house):
    request = sent(house)

    assert told(house.cho, "request.to_decide").get().url.endswith(f"/{request.reference}/")
    assert Notification.objects.filter(event="request.to_decide").count() == 1


def test_submit_stores_the_facts_and_their_digest(house):
    request = sent(house)

    assert request.facts["plan"]["price_minor"] == 1900
    assert request.facts["plan"]["tool_class"] == "t1"
    assert request.facts_digest == digest(request.facts)


def test_submit_stores_what_the_checks_said(house):
    checks = {check["code"]: check["tone"] for check in sent(house).checks}

    assert checks["decision"] == "success"
    assert checks["seat"] == "success"


def test_submit_refuses_the_same_request_twice(house):
    first = sent(house)

    with pytest.raises(Refused, match=first.reference):
        sent(house)


def test_submit_allows_another_once_the_first_is_closed(house):
    a_request(house, State.REFUSED)

    assert sent(house).state == State.WAITING


@pytest.mark.parametrize("decision", ["evaluation", "retiring", "forbidden"])
def test_submit_refuses_a_tool_that_may_not_be_asked_for(house, decision):
    plan = another_tool(house, "Tabnine", decision=decision)

    with pytest.raises(Refused):
        sent(house, plan=plan)


def test_submit_refuses_a_plan_that_is_no_longer_offered(house):
    plans.edit(house.plan, is_offered=False, by=house.ida)

    with pytest.raises(Refused, match="plus proposée"):
        sent(house, plan=Plan.objects.get(pk=house.plan.pk))


def test_submit_refuses_somebody_who_holds_a_seat_already(house):
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    with pytest.raises(Refused, match="déjà attribué"):
        sent(house)


def test_submit_refuses_until_house_policies_are_accepted(house):
    version = policies.publish("Charte IA", body="Règles.", effective_on=TODAY, by=house.dan)
    with pytest.raises(Refused, match="Charte IA"):
        sent(house)
    policies.acknowledge(version, by=house.ana, today=TODAY)

    assert sent(house).state == State.WAITING


def test_submit_warns_of_missing_training_without_stopping(house):
    trainings.create(title="Bases de l’IA", minutes=30, is_required=True, by=house.adi)

    checks = {check["code"]: check["tone"] for check in sent(house).checks}

    assert checks["training"] == "caution"


def test_submit_goes_through_without_a_free_seat_and_says_so(house):
    for person in (house.zoe, house.dan):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

    checks = {check["code"]: check["tone"] for check in sent(house).checks}

    assert checks["seat"] == "caution"


def test_submit_refuses_data_that_the_rules_forbid(house):
    with pytest.raises(Refused):
        sent(house, project=house.project, data_levels=("client_confidential",))


def test_submit_refuses_a_project_that_the_person_may_not_know(house):
    with pytest.raises(Refused, match="projet"):
        sent(house, project=house.other_project)


def test_submit_needs_a_justification(house):
    with pytest.raises(Refused, match="à quoi"):
        sent(house, justification="  ")


def test_submit_for_somebody_else_is_for_who_leads_their_team(house):
    with pytest.raises(Refused, match="équipe"):
        sent(house, beneficiary=house.zoe)
    teams.set_lead(house.team_dev, lead=house.cho, by=house.adi)
    house.ana.refresh_from_db()
    request = sent(house, by=house.cho, beneficiary=type(house.ana).objects.get(pk=house.ana.pk))

    assert (request.requester, request.beneficiary) == (house.cho, house.ana)


def test_submit_refuses_a_kind_that_is_not_open_yet(house):
    with pytest.raises(Refused, match="pas encore"):
        requests.submit(Kind.SEAT_REVIEW, by=house.ana, plan=house.plan, justification="x", now=NOW)


def test_the_only_champion_asks_and_direction_decides(house):
    request = sent(house, by=house.cho)

    assert current(request).role == "direction"


# ------------------------------------------------------------------ once, again, longer, later
def an_access(house, state=State.APPROVED, **given):
    """Ana's access to a plan without seats, until a month from now."""
    what = {"plan": usage_plan(house), "ends_on": TODAY + timedelta(days=30), **given}
    return a_request(house, state, Kind.TOOL_ACCESS, **what)


def longer(house, former, days=90, **given):
    what = {"plan": former.plan, "extends": former, "ends_on": TODAY + timedelta(days=days), **given}
    return sent(house, former.kind, **what)


def test_a_form_sent_twice_is_one_request(house):
    key = uuid4()

    first, second = sent(house, key=key), sent(house, key=key)

    assert first == second
    assert Request.objects.count() == 1
    assert told(house.cho, "request.to_decide").count() == 1


def test_another_filling_of_the_form_is_a_twin(house):
    sent(house, key=uuid4())

    with pytest.raises(Refused, match="déjà en cours"):
        sent(house, key=uuid4())


def test_the_key_of_somebody_else_is_no_key(house):
    key = uuid4()

    assert sent(house, key=key) != sent(house, by=house.zoe, key=key)


@pytest.mark.parametrize("state", [State.REFUSED, State.WITHDRAWN])
def test_what_was_refused_or_withdrawn_is_asked_again_and_linked(house, state):
    former = a_request(house, state)

    again = sent(house, redoes=former)

    assert list(former.attempts.all()) == [again]


def test_what_is_open_is_not_asked_again(house):
    former = an_access(house, State.WAITING)

    with pytest.raises(Refused, match="refusée ou annulée"):
        sent(house, redoes=former)


def test_a_request_takes_up_one_about_the_same_thing(house):
    former = a_request(house, State.REFUSED)

    with pytest.raises(Refused, match="même chose"):
        sent(house, plan=another_tool(house, "Claude"), redoes=former)


def test_nobody_takes_up_a_request_of_others(house):
    former = a_request(house, State.REFUSED)

    with pytest.raises(Refused, match="Seules la personne"):
        sent(house, by=house.zoe, redoes=former)


def test_a_grant_with_an_end_is_extended_instead_of_asked_anew(house):
    former = an_access(house)

    with pytest.raises(Refused, match="demandez à prolonger"):
        sent(house, Kind.TOOL_ACCESS, plan=former.plan)
    extension = approve(house, longer(house, former))

    assert list(Request.objects.granted(TODAY)) == [extension]


def test_the_grant_holds_until_its_extension_is_decided(house):
    former = an_access(house)

    longer(house, former)

    assert list(Request.objects.granted(TODAY)) == [former]


def test_an_extension_ends_later(house):
    former = an_access(house)

    with pytest.raises(Refused, match="après celle-là"):
        longer(house, former, days=30)


def test_a_grant_is_extended_once_at_a_time(house):
    former = an_access(house)
    first = longer(house, former)

    with pytest.raises(Refused, match="déjà demandée"):
        longer(house, former)
    approve(house, first)
    with pytest.raises(Refused, match="déjà demandée"):
        longer(house, former)

    assert longer(house, first, days=200).extends == first


def test_a_grant_without_an_end_is_not_extended(house):
    former = an_access(house, ends_on=None)

    with pytest.raises(Refused, match="pas de fin"):
        longer(house, former)


def test_an_extended_seat_stays_the_same_seat(house):
    former = a_request(house, State.APPROVED, ends_on=TODAY + timedelta(days=30))
    seat = Seat.objects.get()

    extension = approve(house, longer(house, former))

    assert extension.state == State.APPROVED
    assert list(Seat.objects.all()) == [seat]


def test_a_seat_for_a_newcomer_is_kept_for_the_day_of_arrival(house):
    arrival = TODAY + timedelta(days=12)

    approve(house, sent(house, starts_on=arrival))

    assert Seat.objects.get().assigned_on == arrival


def test_a_request_does_not_start_in_the_past_or_after_its_end(house):
    with pytest.raises(Refused, match="date de début est passée"):
        sent(house, starts_on=TODAY - timedelta(days=1))
    with pytest.raises(Refused, match="avant la date de début"):
        sent(house, starts_on=TODAY + timedelta(days=5), ends_on=TODAY + timedelta(days=4))
