from datetime import date, timedelta

import pytest

from approvals.models import Step
from approvals.services import requests, undoing
from approvals.workflow import Kind, Move, State, StepState
from builders.catalog import another_tool, seat_plan
from builders.clock import NOW, TODAY
from builders.requests import (
    a_key_request,
    a_request,
    an_open_key,
    approve,
    current,
    decider_of,
    sent,
    usage_plan,
)
from builders.usecases import a_use_case
from catalog.models import ApiKeySheet, Plan, Seat, Tool
from catalog.services import plans, seats, tools
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification
from people.services import roles


def events(name):
    return Event.objects.filter(name=name)


def told(person, event):
    return Notification.objects.filter(user=person, event=event)


# ------------------------------------------------------------------ decide
def test_the_champions_approval_gives_the_seat_in_the_same_operation(house):
    request = sent(house)

    requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW)

    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert Seat.objects.open().filter(holder=house.ana).exists()
    operations = {events("request.approved").get().operation, events("seat.assigned").get().operation}
    assert len(operations) == 1


def test_the_requester_is_told_of_the_decision(house):
    approve(house, sent(house), message="Bon usage.")

    assert "Bon usage." in told(house.ana, "request.decided").get().text


def test_licences_are_asked_to_open_the_access_after_the_approval(house):
    request = approve(house, sent(house))

    step = current(request)
    assert (step.role, step.task) == ("licences", "provision")
    assert told(house.ida, "request.to_decide").count() == 1


def test_opening_the_access_ends_the_path_and_tells_the_beneficiary(house):
    request = approve(house, sent(house))

    requests.decide(current(request), by=house.ida, move=Move.OPEN_ACCESS, now=NOW)

    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert not request.steps.current().exists()
    assert told(house.ana, "request.access_opened").count() == 1


def test_above_the_yearly_threshold_direction_decides_too(house):
    plan = another_tool(house, "Claude", decision="approved")
    plans.edit(plan, price_minor=12_500, by=house.ida)
    seat_plan(house, plan)
    request = sent(house, plan=Plan.objects.get(pk=plan.pk))

    requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW)

    request.refresh_from_db()
    assert (request.state, current(request).role) == (State.WAITING, "direction")
    assert not Seat.objects.filter(holder=house.ana).exists()
    assert told(house.lea, "request.to_decide").count() == 1


def test_the_next_step_gets_its_whole_time_from_the_day_it_starts(house):
    plan = another_tool(house, "Claude", decision="approved")
    plans.edit(plan, price_minor=12_500, by=house.ida)
    request = sent(house, plan=Plan.objects.get(pk=plan.pk))

    requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW + timedelta(days=6))

    assert current(request).due_on == date(2026, 12, 3)


def test_two_decisions_on_a_step_one_wins_and_the_other_reads_who_decided(house):
    request = sent(house)
    stale = current(request)
    requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW)

    with pytest.raises(Refused, match="Cho Chan a déjà approuvé"):
        requests.decide(stale, by=house.cho, move=Move.REFUSE, message="Non", now=NOW)

    request.refresh_from_db()
    assert request.state == State.APPROVED


def test_an_approval_without_a_free_seat_waits_for_the_next(house):
    request = sent(house)
    for person in (house.zoe, house.dan):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

    requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW)

    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert request.waiting_places.open().get().position() == 1
    assert not request.steps.current().exists()


def test_a_last_approval_that_cannot_be_carried_out_leaves_nothing_half_done(house):
    request = sent(house)
    tools.decide(house.tool, decision="retiring", reason="Remplacé", by=house.ida, today=TODAY)
    before = Event.objects.count()

    with pytest.raises(Refused, match="en retrait"):
        requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW)

    request.refresh_from_db()
    assert (request.state, current(request).role) == (State.WAITING, "champion")
    assert Event.objects.count() == before
    assert not told(house.ana, "request.decided").exists()


@pytest.mark.parametrize("move", [Move.REFUSE, Move.ASK])
def test_refusing_and_asking_need_a_message(house, move):
    with pytest.raises(Refused):
        requests.decide(current(sent(house)), by=house.cho, move=move, message=" ", now=NOW)


def test_refuse_closes_the_request_with_its_reason(house):
    request = sent(house)

    requests.decide(current(request), by=house.cho, move=Move.REFUSE, message="Copilot suffit.", now=NOW)

    request.refresh_from_db()
    assert (request.state, request.decided_at) == (State.REFUSED, NOW)
    assert {step.state for step in request.steps.all()} == {"done", "skipped", "dropped"}
    assert "Copilot suffit." in told(house.ana, "request.decided").get().text
    assert not Seat.objects.filter(holder=house.ana).exists()


def test_a_precision_goes_back_and_forth_in_the_thread(house):
    request = a_request(house, State.CLARIFICATION)
    later = NOW + timedelta(days=3)

    requests.answer_precision(request, by=house.ana, message="Alpha Mobile.", now=later)

    request.refresh_from_db()
    assert request.state == State.WAITING
    assert [line.nature for line in request.comments.in_order()] == ["question", "answer"]
    assert current(request).due_on == date(2026, 12, 1)
    assert told(house.cho, "request.answered").count() == 1


def test_nobody_decides_while_a_precision_is_awaited(house):
    request = a_request(house, State.CLARIFICATION)

    with pytest.raises(Refused, match="précision"):
        requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW)


def test_withdraw_closes_the_request_and_tells_the_deciders(house):
    request = a_request(house, State.WITHDRAWN)

    assert {step.state for step in request.steps.all()} == {StepState.DROPPED, StepState.SKIPPED}
    assert told(house.cho, "request.withdrawn").count() == 1


def test_a_closed_request_is_not_withdrawn(house):
    request = a_request(house, State.REFUSED)

    with pytest.raises(Refused, match="close"):
        requests.withdraw(request, by=house.ana, now=NOW)


def test_a_comment_enters_the_thread_and_the_trail(house):
    request = sent(house)

    requests.comment(request, by=house.cho, text="Je regarde demain.", now=NOW)

    assert request.comments.get().text == "Je regarde demain."
    assert events("request.commented").count() == 1


def test_a_stranger_does_not_comment(house):
    with pytest.raises(Refused):
        requests.comment(sent(house), by=house.zoe, text="Bonjour", now=NOW)


# ------------------------------------------------------------------ effects by kind
@pytest.mark.parametrize("outcome", ["minimal", "transparency", "high_risk"])
def test_the_last_approval_validates_a_use_case(house, outcome):
    use_case = a_use_case(house, outcome)

    request = a_request(house, State.APPROVED, Kind.USE_CASE, use_case=use_case)

    use_case.refresh_from_db()
    assert (request.state, use_case.status) == (State.APPROVED, "validated")


def test_a_prohibited_use_case_cannot_be_asked_for(house):
    with pytest.raises(Refused, match="interdit"):
        sent(house, Kind.USE_CASE, use_case=a_use_case(house, "prohibited"))


def test_a_use_case_is_asked_for_by_its_owner(house):
    use_case = a_use_case(house, "minimal")

    with pytest.raises(Refused, match="responsable"):
        sent(house, Kind.USE_CASE, use_case=use_case, by=house.zoe)


def test_an_approved_proposal_enters_the_catalogue_in_evaluation(house):
    request = a_request(
        house, State.APPROVED, Kind.NEW_TOOL, proposed_name="Mistral Vibe", proposed_vendor="Mistral AI"
    )

    tool = Tool.objects.get(name="Mistral Vibe")
    assert (tool.decision, tool.vendor.name, request.tool) == ("evaluation", "Mistral AI", tool)


def test_a_tool_of_the_catalogue_is_not_proposed_again(house):
    with pytest.raises(Refused, match="au catalogue"):
        sent(house, Kind.NEW_TOOL, proposed_name="github copilot")


def test_an_access_without_client_or_personal_data_does_not_pass_by_the_dpo(house):
    request = sent(house, Kind.TOOL_ACCESS, plan=usage_plan(house), data_levels=("internal",))

    assert [step.state for step in request.steps.in_order()] == ["now", "skipped"]


def test_a_granted_access_is_not_asked_for_again(house):
    plan = usage_plan(house)
    a_request(house, State.APPROVED, Kind.TOOL_ACCESS, plan=plan)

    with pytest.raises(Refused, match="déjà accordé"):
        sent(house, Kind.TOOL_ACCESS, plan=plan)


def test_an_exception_is_decided_by_the_projects_lead_then_the_dpo(house):
    request = sent(
        house, Kind.DATA_EXCEPTION, plan=house.plan, project=house.project, data_levels=("confidential",),
        ends_on=TODAY + timedelta(days=60),
    )  # fmt: skip

    assert [step.role for step in request.steps.in_order()] == ["lead", "dpo"]
    assert "owner_approval" in request.conditions
    assert approve(house, request).state == State.APPROVED


@pytest.mark.parametrize("levels", [("secret",), ("client_confidential",), ("internal",)])
def test_no_exception_for_secrets_bans_or_what_is_allowed(house, levels):
    with pytest.raises(Refused):
        sent(house, Kind.DATA_EXCEPTION, project=house.project, data_levels=levels, ends_on=TODAY)


def test_every_request_ends_with_a_trail_that_names_its_steps(house):
    request = approve(house, sent(house))

    names = list(
        Event.objects.filter(name__startswith="request.").order_by("pk").values_list("name", flat=True)
    )
    assert names == ["request.submitted", "request.approved"]
    assert Step.objects.filter(request=request, state=StepState.DONE).get().decided_by == house.cho
    assert decider_of(house, current(request)) == house.ida


def test_a_granted_exception_covers_the_proof_that_is_missing(house):
    what = {"project": house.project, "data_levels": ("confidential",)}
    with pytest.raises(Refused, match="preuve"):
        sent(house, **what)
    exception = a_request(house, State.APPROVED, Kind.DATA_EXCEPTION, ends_on=TODAY, **what)

    said = {check["code"]: check["reason"] for check in sent(house, **what).checks}

    assert exception.reference in said["exemption"]
    with pytest.raises(Refused, match="preuve"):
        sent(house, by=house.lea, now=NOW + timedelta(days=1), **what)


def test_a_request_does_not_end_before_it_begins(house):
    with pytest.raises(Refused, match="date de fin"):
        sent(house, Kind.TOOL_ACCESS, plan=usage_plan(house), ends_on=TODAY - timedelta(days=1))


def test_an_exception_without_a_project_has_no_path(house):
    with pytest.raises(Refused, match="projet"):
        sent(house, Kind.DATA_EXCEPTION, data_levels=("confidential",), ends_on=TODAY)


# ------------------------------------------------------------------ keys and their caps
def test_a_key_passes_by_the_champion_and_finance_then_its_sheet_opens(house):
    request = a_key_request(house)
    assert [step.role for step in request.steps.in_order()] == ["champion", "finance"]

    approve(house, request)

    sheet = ApiKeySheet.objects.get()
    assert (sheet.owner, sheet.plan, sheet.environment) == (house.ana, request.plan, "development")
    assert (sheet.cap_minor, sheet.scopes, sheet.reference) == (5_000, ["models"], request.reference)
    opened, approved = events("api_key.opened").get(), events("request.approved").get()
    assert opened.operation == approved.operation


def test_without_anybody_in_finance_the_direction_decides_of_a_key(house):
    roles.end(house.fin.role_assignments.get(), by=house.adi, today=TODAY)

    request = a_key_request(house)

    assert [step.role for step in request.steps.in_order()] == ["champion", "direction"]


def test_a_refused_key_opens_no_sheet(house):
    a_key_request(house, State.REFUSED)

    assert not ApiKeySheet.objects.exists()


def test_a_higher_cap_is_set_on_the_key(house):
    key = an_open_key(house)

    a_request(house, State.APPROVED, Kind.QUOTA, api_key=key, plan=key.plan, cap_minor=9_000, currency="EUR")

    key.refresh_from_db()
    assert key.cap_minor == 9_000


@pytest.mark.parametrize("cap_minor", [5_000, 4_000])
def test_a_cap_is_raised(house, cap_minor):
    key = an_open_key(house)

    with pytest.raises(Refused, match="plus haut"):
        sent(house, Kind.QUOTA, api_key=key, plan=key.plan, cap_minor=cap_minor, currency="EUR")


def test_the_cap_of_a_key_is_asked_for_by_its_owner(house):
    key = an_open_key(house)

    with pytest.raises(Refused, match="responsable de la clé"):
        sent(house, Kind.QUOTA, by=house.zoe, api_key=key, plan=key.plan, cap_minor=9_000, currency="EUR")


def test_a_second_key_for_the_same_use_leads_to_a_higher_cap(house):
    key = an_open_key(house)

    with pytest.raises(Refused, match="relevez-la"):
        a_key_request(house, plan=key.plan)

    assert a_key_request(house, plan=key.plan, environment="production").state == State.WAITING


def test_a_plan_by_the_seat_has_no_keys(house):
    with pytest.raises(Refused, match="sans clé"):
        a_key_request(house, plan=house.plan)


def test_undoing_the_last_approval_takes_the_sheet_or_the_cap_back(house):
    request = a_key_request(house, State.APPROVED)
    undoing.undo(request.steps.get(position=2), by=house.fin, now=NOW)
    assert ApiKeySheet.objects.get().is_revoked
    requests.withdraw(request, by=house.ana, now=NOW)
    key = an_open_key(house, plan=request.plan)
    raised = a_request(
        house, State.APPROVED, Kind.QUOTA, api_key=key, plan=key.plan, cap_minor=9_000, currency="EUR"
    )

    undoing.undo(raised.steps.get(position=2), by=house.fin, now=NOW)

    key.refresh_from_db()
    assert key.cap_minor == 5_000
