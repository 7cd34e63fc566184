from datetime import timedelta

import pytest

from approvals.models import Substitute
from approvals.models.reach import standing_in
from approvals.services import requests, substitutes
from approvals.workflow import Kind, Move, State
from builders.catalog import another_tool
from builders.clock import NOW, TODAY
from builders.people import pending
from builders.requests import current, sent
from builders.usecases import a_use_case
from etech_ai.audit.models import Event
from etech_ai.jobs.models import Job
from etech_ai.verdicts import Refused
from people.access import Role
from people.models import Notification, User
from people.services import roles, users

LATER = TODAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def away(absent, stand_in=None, **given):
    days = {"starts_on": TODAY, "ends_on": LATER, "by": absent, "now": NOW} | given
    return substitutes.declare(absent, stand_in=stand_in, **days)


def fresh(person):
    """As another request would read them."""
    return User.objects.get(pk=person.pk)


# ------------------------------------------------------------------ declaring
def test_both_people_are_told_and_it_is_on_the_record(house):
    row = away(house.cho, house.fin)

    told = dict(Notification.objects.values_list("user", "event"))
    assert told == {house.cho.pk: "substitute.declared", house.fin.pk: "substitute.named"}
    assert Event.objects.get(name="substitute.declared").subject_ref == f"approvals.substitute:{row.pk}"


def test_an_absence_without_anybody_is_an_absence(house):
    assert away(house.cho).stand_in is None


def test_nobody_names_themselves(house):
    with pytest.raises(Refused, match="ne se remplace soi-même"):
        away(house.cho, house.cho)


def test_nobody_names_somebody_who_is_not_admitted(house):
    with pytest.raises(Refused, match="n’est pas membre active"):
        away(house.cho, pending())


def test_a_role_with_a_second_factor_is_left_to_somebody_who_has_one(house, settings):
    settings.SECOND_FACTOR_REQUIRED = True

    with pytest.raises(Refused, match="second facteur"):
        away(house.dan, house.ana)
    assert away(house.cho, house.ana).stand_in == house.ana


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [(TODAY, TODAY - timedelta(days=1), "avant le premier"),
     (TODAY - timedelta(days=9), TODAY - timedelta(days=1), "déjà passée")],
)  # fmt: skip
def test_days_that_make_no_sense_are_refused(house, first, last, why):
    with pytest.raises(Refused, match=why):
        away(house.cho, house.fin, starts_on=first, ends_on=last)


def test_two_absences_of_the_same_days_are_refused_unless_they_speak_of_other_kinds(house):
    away(house.cho, house.fin, kinds=[Kind.LICENCE])

    with pytest.raises(Refused, match="déjà déclarée du mardi 24 novembre"):
        away(house.cho, house.zoe, starts_on=LATER, ends_on=LATER + timedelta(days=9))
    assert away(house.cho, house.zoe, kinds=[Kind.NEW_TOOL]).kinds == ["new-tool"]


def test_an_absence_that_was_ended_leaves_room_for_another(house):
    substitutes.end(away(house.cho, house.fin), by=house.cho, today=TODAY)

    assert away(house.cho, house.zoe)


def test_two_people_do_not_stand_in_for_each_other(house):
    away(house.cho, house.fin)

    with pytest.raises(Refused, match="l’un l’autre"):
        away(house.fin, house.cho)


def test_nobody_names_somebody_who_is_away_in_the_same_days(house):
    away(house.fin, house.zoe)

    with pytest.raises(Refused, match="Fin Faure est en absence du"):
        away(house.cho, house.fin)
    assert away(house.cho, house.fin, starts_on=LATER + timedelta(days=1), ends_on=LATER + timedelta(days=2))


def test_only_the_administration_declares_for_somebody_else(house):
    with pytest.raises(Refused, match="ses propres absences"):
        away(house.cho, house.fin, by=house.ana)
    assert away(house.cho, house.fin, by=house.adi).declared_by == house.adi


def test_it_is_ended_early_once_and_both_are_told(house):
    row = away(house.cho, house.fin)
    substitutes.end(row, by=house.cho, today=TODAY)

    assert not Substitute.objects.in_force(TODAY).exists()
    assert Notification.objects.filter(event="substitute.ended").count() == 2
    with pytest.raises(Refused, match="déjà terminée"):
        substitutes.end(row, by=house.cho, today=TODAY)


def test_declaring_leaves_a_look_for_steps_that_nobody_takes(house):
    away(house.cho)

    assert Job.objects.filter(kind="approvals.pass_on").count() == 1


# ------------------------------------------------------------------ deciding on behalf
def test_the_stand_in_decides_in_their_own_name_and_both_names_stand_on_the_record(house):
    request = sent(house)
    away(house.cho, house.fin)

    requests.decide(current(request), by=fresh(house.fin), move=Move.APPROVE, now=NOW)

    step = request.steps.get(position=1)
    assert (step.decided_by, step.on_behalf_of) == (house.fin, house.cho)
    event = Event.objects.get(name="request.approved")
    assert event.actor_ref == f"people.user:{house.fin.pk}"
    assert f'"on_behalf_of":[null,{house.cho.pk}]' in event.payload.replace(" ", "")


def test_the_absent_person_still_sees_and_may_still_decide(house):
    request = sent(house)
    away(house.cho, house.fin)

    requests.decide(current(request), by=fresh(house.cho), move=Move.APPROVE, now=NOW)

    assert request.steps.get(position=1).on_behalf_of is None


def test_before_the_first_day_and_after_the_last_nobody_stands_in(house, time_machine):
    request = sent(house)
    away(house.cho, house.fin, starts_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="Champion IA"):
        requests.decide(current(request), by=fresh(house.fin), move=Move.APPROVE, now=NOW)

    time_machine.move_to(NOW + timedelta(days=5))
    with pytest.raises(Refused, match="Champion IA"):
        requests.decide(current(request), by=fresh(house.fin), move=Move.APPROVE, now=NOW + timedelta(days=5))


def test_an_absence_that_ended_while_the_page_was_open_is_a_sentence(house):
    request = sent(house)
    row = away(house.cho, house.fin)
    fin = fresh(house.fin)
    assert [found.pk for found in standing_in(fin)] == [row.pk]  # the page was opened
    substitutes.end(row, by=house.cho, today=TODAY)

    with pytest.raises(Refused, match="Votre remplacement de Cho Chan est terminé"):
        requests.decide(current(request), by=fin, move=Move.APPROVE, now=NOW)


def test_only_the_kinds_that_were_named_pass_to_the_stand_in(house):
    away(house.cho, house.fin, kinds=[Kind.NEW_TOOL])
    licence, tool = sent(house), sent(house, Kind.NEW_TOOL, proposed_name="Zed")

    with pytest.raises(Refused, match="Champion IA"):
        requests.decide(current(licence), by=fresh(house.fin), move=Move.APPROVE, now=NOW)
    requests.decide(current(tool), by=fresh(house.fin), move=Move.APPROVE, now=NOW)


def test_nobody_decides_for_themselves_through_an_absence(house):
    away(house.cho, house.ana)

    with pytest.raises(Refused, match="Personne ne décide pour soi"):
        requests.decide(current(sent(house)), by=fresh(house.ana), move=Move.APPROVE, now=NOW)


def test_the_request_of_the_absent_person_is_not_decided_in_their_name(house):
    roles.grant(
        house.dan, role=Role.CHAMPION, team=house.team_dev, starts_on=TODAY, by=house.adi, today=TODAY
    )
    request = sent(house, by=house.cho)
    away(house.cho, house.fin)

    with pytest.raises(Refused, match="Champion IA"):
        requests.decide(current(request), by=fresh(house.fin), move=Move.APPROVE, now=NOW)


def test_one_person_does_not_decide_two_steps_by_standing_in(house):
    request = sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW)
    away(house.dan, house.cho)

    with pytest.raises(Refused, match="déjà décidé une étape"):
        requests.decide(current(request), by=fresh(house.cho), move=Move.APPROVE, now=NOW)


def test_the_effect_of_a_stand_ins_approval_uses_the_right_of_the_absent_person(house):
    use_case = a_use_case(house)
    request = sent(house, Kind.USE_CASE, use_case=use_case)
    away(house.cho, house.fin)

    requests.decide(current(request), by=fresh(house.fin), move=Move.APPROVE, now=NOW)

    request.refresh_from_db()
    use_case.refresh_from_db()
    assert (request.state, use_case.status) == (State.APPROVED, "validated")


def test_the_owner_of_a_use_case_validates_it_in_nobodys_name(house):
    use_case = a_use_case(house, by=house.fin)
    request = sent(house, Kind.USE_CASE, use_case=use_case, by=house.fin)
    roles.grant(house.cho, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    away(house.cho, house.fin)

    with pytest.raises(Refused, match="pour soi"):
        requests.decide(current(request), by=fresh(house.fin), move=Move.APPROVE, now=NOW)


def test_the_stand_in_is_told_of_new_requests_and_the_absent_person_is_not(house):
    away(house.cho, house.fin)
    sent(house)

    told = Notification.objects.filter(event="request.to_decide")
    assert [row.user for row in told] == [house.fin]


def test_the_stand_in_reads_the_request_and_finds_it_in_the_list(house, client_for):
    request = sent(house)
    away(house.cho, house.fin)

    text = client_for(house.fin).get("/a-decider/").content.decode()

    assert f'id="line-{request.reference}"' in text
    assert "pour Cho Chan" in text
    assert "Vous décidez pour Cho Chan" in text


def test_a_stand_in_who_left_the_house_decides_nothing(house):
    request = sent(house)
    away(house.cho, house.fin)
    users.leave(house.fin, by=house.adi, today=TODAY)
    sent(house, plan=another_tool(house, "Zed"))

    assert not Notification.objects.filter(event="request.to_decide", user=house.fin).exists()
    with pytest.raises(Refused):
        requests.decide(current(request), by=fresh(house.fin), move=Move.APPROVE, now=NOW)
