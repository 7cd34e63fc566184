import pytest

from approvals.models import Request, Step
from approvals.permissions import (
    can_answer,
    can_ask_for_someone,
    can_be_carried_out,
    can_comment,
    can_decide,
    can_withdraw,
    has_room,
)
from approvals.workflow import Kind, State
from builders.clock import TODAY
from builders.requests import a_request, approve, current, sent
from builders.usecases import a_use_case
from catalog.services import seats, tools
from people.models import Profile
from people.services import projects, teams, users

CAST = ("ana", "cho", "ida", "dan", "lea", "adi", "fin", "zoe")


def who(house, verdict):
    return {name for name in CAST if verdict(getattr(house, name))}


def test_a_champions_step_is_theirs_alone(house):
    step = current(sent(house))

    assert who(house, lambda person: can_decide(person, step)) == {"cho"}


def test_the_access_is_opened_by_licences_alone(house):
    step = current(approve(house, sent(house)))

    assert who(house, lambda person: can_decide(person, step)) == {"ida"}


def test_a_high_risk_use_case_begins_with_the_dpo(house):
    step = current(sent(house, Kind.USE_CASE, use_case=a_use_case(house, "high_risk")))

    assert who(house, lambda person: can_decide(person, step)) == {"dan"}


def test_an_exception_begins_with_the_projects_lead(house):
    zoe_leads = projects.create(name="Interne", lead=house.zoe, starts_on=TODAY, by=house.adi)
    request = sent(
        house, Kind.DATA_EXCEPTION, project=zoe_leads, data_levels=("confidential",), ends_on=TODAY
    )

    assert who(house, lambda person: can_decide(person, current(request))) == {"zoe"}


def test_nobody_decides_for_themselves_nor_for_who_asked_for_them(house):
    teams.set_lead(house.team_dev, lead=house.ana, by=house.adi)
    cho = type(house.cho).objects.select_related("team").get(pk=house.cho.pk)
    request = sent(house, by=house.ana, beneficiary=cho)

    assert current(request).role == "direction"
    assert not can_decide(house.cho, current(request))
    assert "pour soi" in can_decide(house.cho, current(request)).reason


def test_a_champion_of_another_team_does_not_decide(house):
    step = current(sent(house, by=house.zoe))

    assert not can_decide(house.cho, step)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("clarification", "précision est attendue"),
        ("withdrawn", "a annulé"),
        ("refused", "a déjà refusé"),
    ],
)
def test_a_step_that_is_not_open_says_why(house, state, said):
    request = a_request(house, state)

    verdict = can_decide(house.cho, request.steps.in_order()[0])
    assert said in verdict.reason


@pytest.mark.parametrize(
    ("state", "may"), [("waiting", True), ("clarification", True), ("approved", False), ("refused", False)]
)
def test_who_asked_withdraws_while_it_is_open(house, state, may):
    request = a_request(house, state)

    assert who(house, lambda person: can_withdraw(person, request)) == ({"ana"} if may else set())


def test_only_who_asked_answers_a_precision(house):
    assert who(house, lambda p: can_answer(p, a_request_once(house))) == {"ana"}


def a_request_once(house):
    return Request.objects.first() or a_request(house, State.CLARIFICATION)


def test_readers_comment(house):
    request = sent(house)

    assert who(house, lambda person: can_comment(person, request)) == {"ana", "cho", "ida", "dan", "lea"}


def test_one_asks_for_oneself_or_for_the_team_one_leads(house):
    teams.set_lead(house.team_dev, lead=house.cho, by=house.adi)
    ana = type(house.ana).objects.get(pk=house.ana.pk)

    assert who(house, lambda person: can_ask_for_someone(person, ana)) == {"ana", "cho"}


def test_nobody_asks_for_somebody_who_left(house):
    left = users.leave(house.zoe, by=house.adi, today=TODAY) or house.zoe
    left.refresh_from_db()

    assert not can_ask_for_someone(left, left)


def test_an_approval_without_room_waits_and_one_for_a_closed_tool_does_not(house):
    request = sent(house)
    for person in (house.zoe, house.dan):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)
    assert can_be_carried_out(request, TODAY)
    assert not has_room(request, TODAY)

    tools.decide(house.tool, decision="retiring", reason="Remplacé", by=house.ida, today=TODAY)

    assert not can_be_carried_out(type(request).objects.get(pk=request.pk), TODAY)


# ------------------------------------------------------------------ who reads
def test_who_reads_a_request(house):
    request = sent(house)

    readers = who(house, lambda p: Request.objects.visible_to(p).filter(pk=request.pk).exists())
    assert readers == {"ana", "cho", "ida", "dan", "lea"}


def test_who_reads_the_request_of_a_stranger_to_the_champion(house):
    request = sent(house, by=house.zoe)

    readers = who(house, lambda p: Request.objects.visible_to(p).filter(pk=request.pk).exists())
    assert readers == {"zoe", "ida", "dan", "lea"}


def test_a_lead_reads_the_exception_that_they_decide(house):
    zoe_leads = projects.create(name="Interne", lead=house.zoe, starts_on=TODAY, by=house.adi)
    request = sent(
        house, Kind.DATA_EXCEPTION, project=zoe_leads, data_levels=("confidential",), ends_on=TODAY
    )

    assert Request.objects.visible_to(house.zoe).get() == request


def test_the_inbox_queryset_and_the_verdict_say_the_same(house):
    sent(house)
    sent(house, by=house.cho)
    sent(house, by=house.zoe)
    sent(house, Kind.USE_CASE, use_case=a_use_case(house, "transparency"))
    approve(house, sent(house, Kind.NEW_TOOL, proposed_name="Zed"))

    for name in CAST:
        person = getattr(house, name)
        listed = set(Step.objects.to_decide_by(person))
        allowed = {
            step for step in Step.objects.current().select_related("request") if can_decide(person, step)
        }
        assert listed == allowed, name


def test_a_pending_person_reads_nothing(house):
    sent(house)
    stranger = type(house.ana)(pk=10_000, email="x@y.example", profile=Profile.DEV)

    assert not Request.objects.visible_to(stranger).exists()
    assert not Step.objects.to_decide_by(stranger).exists()
