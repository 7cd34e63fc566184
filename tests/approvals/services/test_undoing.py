from datetime import timedelta

import pytest
from django.core import mail

from approvals.models import CommentNature, Request
from approvals.services import requests, undoing
from approvals.workflow import UNDO_WITHIN, Kind, Move, State, StepState
from builders.clock import NOW, TODAY
from builders.requests import approve, current, sent
from builders.usecases import a_use_case
from catalog.models import Seat, Tool
from compliance.models import Exemption
from etech_ai.audit import chain
from etech_ai.audit.models import Event
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job
from etech_ai.verdicts import Refused
from people.models import Notification

SOON = NOW + timedelta(seconds=20)
LATE = NOW + UNDO_WITHIN + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def decided(step, by, move=Move.APPROVE, message="Voir avec l’équipe."):
    requests.decide(step, by=by, move=move, message=message, now=NOW)
    return type(step).objects.get(pk=step.pk)


def run_every_job(at):
    for job in Job.objects.all():
        queue.run(job.pk, at)


def test_undoing_an_approval_puts_the_request_back_where_it_was(house):
    request = sent(house)
    step = decided(current(request), house.cho)

    undoing.undo(step, by=house.cho, now=SOON)

    request.refresh_from_db()
    states = list(request.steps.in_order().values_list("state", flat=True))
    assert (request.state, request.decided_at, request.effect) == (State.WAITING, None, {})
    assert states == [StepState.NOW, StepState.SKIPPED, StepState.TODO]
    assert current(request).decided_by is None


def test_undoing_takes_the_seat_back_in_the_same_act(house):
    request = sent(house)
    step = decided(current(request), house.cho)
    seat = Seat.objects.get(pk=Request.objects.get(pk=request.pk).effect["seat"])
    assert seat.released_on is None

    undoing.undo(step, by=house.cho, now=SOON)

    events = Event.objects.filter(name__in=["request.decision_undone", "seat.assignment_undone"])
    assert not Seat.objects.open().filter(holder=house.ana).exists()
    assert len({event.operation for event in events}) == 1
    assert events.count() == 2
    assert chain.verify().ok


def test_what_was_undone_can_be_decided_again(house):
    request = sent(house)
    undoing.undo(decided(current(request), house.cho), by=house.cho, now=SOON)

    approve(house, request, now=SOON)

    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert Seat.objects.open().filter(holder=house.ana).count() == 1


def test_undoing_a_refusal_brings_the_later_steps_back(house):
    request = sent(house)
    step = decided(current(request), house.cho, Move.REFUSE)
    assert set(request.steps.values_list("state", flat=True)) == {"done", "skipped", "dropped"}

    undoing.undo(step, by=house.cho, now=SOON)

    states = list(request.steps.in_order().values_list("state", flat=True))
    assert states == [StepState.NOW, StepState.SKIPPED, StepState.TODO]


def test_undoing_a_first_step_takes_the_next_one_out_of_its_deciders_hands(house):
    request = sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    step = decided(current(request), house.cho)
    assert current(request).role == "dpo"

    undoing.undo(step, by=house.cho, now=SOON)

    assert current(request).role == "champion"
    assert not Notification.objects.filter(user=house.dan).exists()


def test_a_question_is_taken_back_too(house):
    request = sent(house)
    step = decided(current(request), house.cho, Move.ASK, "Quel projet ?")

    undoing.undo(step, by=house.cho, now=SOON)

    request.refresh_from_db()
    assert request.state == State.WAITING
    assert [line.nature for line in request.comments.in_order()] == ["question", "undone"]


def test_undoing_the_validation_of_a_use_case(house):
    use_case = a_use_case(house)
    request = sent(house, Kind.USE_CASE, use_case=use_case)
    step = decided(current(request), house.cho)

    undoing.undo(step, by=house.cho, now=SOON)

    use_case.refresh_from_db()
    assert use_case.status == "classified"


def test_undoing_the_entry_of_a_tool_and_approving_it_again(house):
    request = sent(house, Kind.NEW_TOOL, proposed_name="Zed", proposed_vendor="Zed Industries")
    step = _last_step_of(house, request)
    undoing.undo(step, by=house.lea, now=SOON)

    assert not Tool.objects.listed().filter(name="Zed").exists()
    approve(house, request, now=SOON)
    assert Tool.objects.listed().get(name="Zed").decision == "evaluation"
    assert Tool.objects.filter(name="Zed").count() == 1


def test_undoing_an_exception_and_granting_it_again(house):
    request = sent(
        house, Kind.DATA_EXCEPTION, project=house.project, data_levels=("confidential",),
        ends_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    undoing.undo(_last_step_of(house, request), by=house.dan, now=SOON)

    assert not Exemption.objects.in_force(TODAY).exists()
    approve(house, request, now=SOON)
    assert Exemption.objects.in_force(TODAY).get().reference == request.reference


def _last_step_of(house, request):
    approve(house, request)
    return request.steps.in_order().last()


def test_the_undoing_shows_in_the_thread_with_what_was_undone(house):
    request = sent(house)
    undoing.undo(decided(current(request), house.cho), by=house.cho, now=SOON)

    line = request.comments.get(nature=CommentNature.UNDONE)
    assert (line.author, line.text) == (house.cho, "Approuver, dernière étape")


def test_after_thirty_seconds_it_is_refused_with_a_sentence(house):
    step = decided(current(sent(house)), house.cho)

    with pytest.raises(Refused, match="30 secondes"):
        undoing.undo(step, by=house.cho, now=LATE)


def test_nobody_undoes_the_decision_of_somebody_else(house):
    step = decided(current(sent(house)), house.cho)

    with pytest.raises(Refused, match="votre propre décision"):
        undoing.undo(step, by=house.dan, now=SOON)


def test_a_step_that_waits_has_nothing_to_undo(house):
    with pytest.raises(Refused, match="votre propre décision"):
        undoing.undo(current(sent(house)), by=house.cho, now=SOON)


def test_nothing_is_undone_once_the_access_is_open(house):
    request = sent(house)
    step = decided(current(request), house.cho)
    requests.decide(current(request), by=house.ida, move=Move.OPEN_ACCESS, now=NOW)

    with pytest.raises(Refused, match="Ida Isnard a déjà ouvert cet accès"):
        undoing.undo(step, by=house.cho, now=SOON)
    with pytest.raises(Refused, match="ouvert chez l’éditeur"):
        undoing.undo(request.steps.in_order().last(), by=house.ida, now=SOON)


def test_nothing_is_undone_once_the_next_step_is_decided(house):
    request = sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    step = decided(current(request), house.cho)
    decided(current(request), house.dan)

    with pytest.raises(Refused, match="Dan Delmas a déjà approuvé"):
        undoing.undo(step, by=house.cho, now=SOON)


def test_nothing_is_undone_once_a_precision_is_asked_or_the_request_withdrawn(house):
    request = sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    step = decided(current(request), house.cho)
    decided(current(request), house.dan, Move.ASK)
    with pytest.raises(Refused, match="a avancé depuis"):
        undoing.undo(step, by=house.cho, now=SOON)

    requests.withdraw(request, by=house.ana, now=NOW)
    with pytest.raises(Refused, match="a annulé cette demande"):
        undoing.undo(step, by=house.cho, now=SOON)


def test_nothing_is_undone_once_the_same_was_asked_again(house):
    request = sent(house)
    step = decided(current(request), house.cho, Move.REFUSE)
    sent(house)

    with pytest.raises(Refused, match="vient de repartir"):
        undoing.undo(step, by=house.cho, now=SOON)
    request.refresh_from_db()
    assert request.state == State.REFUSED


def test_mails_about_a_decision_wait_for_thirty_seconds(house):
    step = decided(current(sent(house)), house.cho)
    told = Notification.objects.filter(user=house.ana)

    run_every_job(SOON)
    assert [message.to for message in mail.outbox] == [[house.cho.email]]  # the request, not its outcome
    assert set(told.values_list("event", flat=True)) == {"request.decided", "seat.assigned"}
    run_every_job(LATE)
    assert {address for message in mail.outbox[1:] for address in message.to} == {
        house.ana.email,
        house.ida.email,
    }
    assert told.filter(mailed_at=None).count() == 0
    assert step.decided_at == NOW


def test_what_was_undone_is_never_mailed(house):
    step = decided(current(sent(house)), house.cho)
    undoing.undo(step, by=house.cho, now=SOON)

    run_every_job(LATE)

    assert [message.to for message in mail.outbox] == [[house.cho.email]]
    assert not Notification.objects.filter(user=house.ana).exists()


def test_a_decision_that_was_just_mailed_is_not_undone(house):
    request = sent(house)
    step = decided(current(request), house.cho)
    Notification.objects.filter(user=house.ana).update(mailed_at=NOW)

    with pytest.raises(Refused, match="partir par e-mail"):
        undoing.undo(step, by=house.cho, now=SOON)

    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert Seat.objects.open().filter(holder=house.ana).exists()
