from datetime import timedelta

import pytest

from approvals.checks import Roster, place_of
from approvals.models import Step
from approvals.models.reach import falls_to
from approvals.permissions import can_decide
from approvals.services import requests, substitutes, succession
from approvals.workflow import Kind, Move
from builders.catalog import another_tool
from builders.clock import NOW, TODAY
from builders.requests import current, sent
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.access import Role
from people.models import Notification, User
from people.services import roles

MONDAY_WEEK = NOW + timedelta(days=6)  # 30 November: the step of the 26th is late by two working days


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def away(absent, stand_in=None, **given):
    days = {"starts_on": TODAY, "ends_on": TODAY + timedelta(days=9), "by": absent, "now": NOW} | given
    return substitutes.declare(absent, stand_in=stand_in, **days)


def fresh(person):
    return User.objects.get(pk=person.pk)


def other_champion(house):
    """Fin is champion of the other team."""
    roles.grant(
        house.fin, role=Role.CHAMPION, team=house.team_ops, starts_on=TODAY, by=house.adi, today=TODAY
    )
    return fresh(house.fin)


def test_a_step_whose_people_are_all_away_goes_to_the_next_in_line(house):
    fin, request = other_champion(house), sent(house)
    away(house.cho)

    assert succession.pass_on(now=NOW) == 1

    step = current(request)
    assert (step.role, step.passed_to, step.passed_why) == ("champion", "other-champions", "away")
    assert Notification.objects.get(event="request.passed_on").user == house.fin
    requests.decide(step, by=fin, move=Move.APPROVE, now=NOW)


def test_the_line_skips_who_is_not_there(house):
    request = sent(house)
    away(house.cho)

    succession.pass_on(now=NOW)

    assert current(request).passed_to == "dpo"


def test_a_stand_in_who_is_away_too_does_not_hold_the_step_back(house):
    request = sent(house)
    away(house.cho, house.fin)
    assert succession.pass_on(now=NOW) == 0
    away(house.fin, house.zoe)

    succession.pass_on(now=NOW)

    assert current(request).passed_to == "dpo"


def test_a_step_that_starts_while_its_people_are_away_is_passed_on_at_once(house):
    away(house.cho)
    request = sent(house)

    assert current(request).passed_to == "dpo"
    assert [row.user for row in Notification.objects.filter(event="request.to_decide")] == [house.dan]


def test_a_later_step_is_passed_on_as_it_starts(house):
    away(house.dan)
    request = sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    assert current(request).passed_to == ""

    requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW)

    assert (current(request).role, current(request).passed_to) == ("dpo", "direction")


def test_nobody_loses_a_step_that_is_passed_on(house):
    request = sent(house)
    away(house.cho)
    succession.pass_on(now=NOW)

    requests.decide(current(request), by=fresh(house.cho), move=Move.REFUSE, message="Non", now=NOW)


def test_an_heir_does_not_take_a_second_step_of_the_same_request(house):
    roles.grant(house.lea, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    request = sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    requests.decide(current(request), by=fresh(house.lea), move=Move.APPROVE, now=NOW)
    away(house.dan)
    succession.pass_on(now=NOW)

    assert current(request).passed_to == ""  # the direction is Léa, who decided already
    with pytest.raises(Refused):
        requests.decide(current(request), by=fresh(house.lea), move=Move.APPROVE, now=NOW)


def test_a_late_step_goes_down_the_line_and_says_why_on_the_record(house, time_machine):
    request = sent(house)
    time_machine.move_to(MONDAY_WEEK, tick=False)

    assert succession.pass_on(now=MONDAY_WEEK) == 1
    assert succession.pass_on(now=MONDAY_WEEK) == 0

    step = current(request)
    event = Event.objects.get(name="request.passed_on")
    assert (step.passed_to, step.passed_why) == ("dpo", "late")
    assert event.actor_ref == "job:approvals-pass-on"
    assert '"because":"late"' in event.payload.replace(" ", "")
    requests.decide(step, by=fresh(house.dan), move=Move.APPROVE, now=MONDAY_WEEK)


def test_it_goes_one_place_further_after_two_more_working_days(house, time_machine):
    request = sent(house)
    for days, heir in ((6, "dpo"), (7, "dpo"), (8, "direction"), (20, "direction")):
        time_machine.move_to(NOW + timedelta(days=days), tick=False)
        succession.pass_on(now=NOW + timedelta(days=days))
        assert current(request).passed_to == heir


def test_one_working_day_late_is_not_late_enough(house, time_machine):
    sent(house)
    time_machine.move_to(NOW + timedelta(days=3), tick=False)

    assert succession.pass_on(now=NOW + timedelta(days=3)) == 0


def test_a_request_that_awaits_a_precision_stays_where_it_is(house, time_machine):
    request = sent(house)
    requests.decide(current(request), by=house.cho, move=Move.ASK, message="Quel projet ?", now=NOW)
    time_machine.move_to(MONDAY_WEEK, tick=False)

    assert succession.pass_on(now=MONDAY_WEEK) == 0


def test_an_answer_gives_the_step_its_whole_time_but_keeps_who_may_take_it(house, time_machine):
    request = sent(house)
    time_machine.move_to(MONDAY_WEEK, tick=False)
    succession.pass_on(now=MONDAY_WEEK)
    requests.decide(current(request), by=fresh(house.dan), move=Move.ASK, message="Quoi ?", now=MONDAY_WEEK)
    requests.answer_precision(request, by=house.ana, message="Le portail.", now=MONDAY_WEEK)

    assert current(request).passed_to == "dpo"
    assert succession.pass_on(now=MONDAY_WEEK) == 0


def test_the_sheet_says_where_the_step_went_and_why(house, client_for):
    request = sent(house)
    away(house.cho)
    succession.pass_on(now=NOW)

    text = client_for(house.ana).get(f"/demandes/{request.reference}/").content.decode()

    assert "Passée au suivant, DPO" in text
    assert "Dan Delmas" in text
    assert "en relais" in client_for(house.dan).get("/a-decider/").content.decode()


def test_looking_takes_as_many_statements_with_more_steps(house, django_assert_num_queries):
    for name in ("Zed", "Warp", "Aider"):
        sent(house, plan=another_tool(house, name))

    with django_assert_num_queries(3):
        succession.pass_on(now=NOW)


# ------------------------------------------------------------------ three ways to say the same
@pytest.fixture
def tangled(house):
    """Requests of every step and place, people away with and without stand-ins, steps passed on."""
    other_champion(house)
    sent(house)
    sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    second = sent(house, Kind.NEW_TOOL, proposed_name="Warp", by=house.zoe)
    requests.decide(current(second), by=fresh(house.fin), move=Move.APPROVE, now=NOW)
    sent(house, by=house.cho)
    sent(house, by=house.dan)
    away(house.cho)
    away(house.dan, house.fin, kinds=[Kind.NEW_TOOL])
    away(house.lea, house.zoe)
    succession.pass_on(now=NOW)
    return house


def test_list_permission_and_roster_agree_on_who_decides(tangled):
    roster = Roster(TODAY)
    for step in Step.objects.waiting().for_inbox():
        able = {one.person.pk for one in roster.able(place_of(step))}
        for person in User.objects.active():
            allowed = bool(can_decide(person, step))
            listed = Step.objects.to_decide_by(person).filter(pk=step.pk).exists()
            is_away = person.absences.in_force(TODAY).exists()
            assert listed == allowed or person.pk in step.decided_before(), (person, step)
            assert (person.pk in able) == (allowed and not is_away), (person, step)


def test_whom_a_step_falls_to_may_read_its_request(tangled):
    for person in User.objects.active():
        for step in Step.objects.filter(falls_to(person)):
            assert Step.objects.visible_to(person).filter(pk=step.pk).exists()
