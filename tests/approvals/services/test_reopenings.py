"""« Toujours valable », or the end of what was granted: by whom, on which facts, what it does."""

from datetime import timedelta

import pytest

from approvals import checks
from approvals.kinds import digest
from approvals.models import Reopening, ReopeningOutcome, Request
from approvals.services import rechecking, reopenings
from approvals.workflow import Kind, State
from builders.clock import NOW, TODAY
from builders.compliance import add_clause
from builders.requests import a_request
from builders.usecases import ANSWERS, a_use_case, answer_all
from catalog.models import Seat
from catalog.services import plans, tools
from compliance.models import Exemption
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification
from usecases.models import UseCase
from usecases.services import classification, usecases

WHY = "La région n’est plus admise."


def reopen(house, kind=Kind.LICENCE, **given):
    """An approval of Ana's whose plan has moved elsewhere, found by the sweep."""
    request = a_request(house, State.APPROVED, kind, **given)
    plans.edit(house.plan, region="us_dpf", by=house.ida)
    rechecking.sweep(now=NOW)
    return Reopening.objects.get(request=request)


def seen(reopening):
    """The digest that the page shows."""
    request = Request.objects.for_display().get(pk=reopening.request_id)
    return digest(checks.facts_of(request, TODAY))


def confirm(reopening, by):
    return reopenings.confirm(reopening, by=by, seen=seen(reopening), now=NOW)


def test_still_valid_seals_the_facts_of_today_with_who_and_when(house):
    found = reopen(house)
    confirm(found, house.cho)

    request = Request.objects.get()
    assert request.facts["plan"]["region"] == "us_dpf"
    assert request.facts_digest == digest(request.facts)
    found.refresh_from_db()
    assert (found.outcome, found.settled_by, found.settled_at) == (
        ReopeningOutcome.STILL_VALID,
        house.cho,
        NOW,
    )
    assert Event.objects.get(name="request.confirmed").actor_ref == f"people.user:{house.cho.pk}"


def test_a_confirmed_approval_does_not_reopen_for_the_same_facts(house):
    confirm(reopen(house), house.cho)

    assert rechecking.sweep(now=NOW).counts()["opened"] == 0


def test_what_changed_since_the_page_was_read_is_not_confirmed(house):
    found = reopen(house)
    read = seen(found)
    plans.edit(house.plan, has_sso="no", by=house.ida)

    with pytest.raises(Refused, match="encore changé"):
        reopenings.confirm(found, by=house.cho, seen=read, now=NOW)

    assert Reopening.objects.open().exists()


@pytest.mark.parametrize("who", ["ana", "zoe", "ida", "dan"])
def test_only_who_has_the_last_word_may_confirm(house, who):
    found = reopen(house)

    with pytest.raises(Refused):
        confirm(found, getattr(house, who))


def test_nobody_confirms_their_own(house):
    found = reopen(house, by=house.cho)

    with pytest.raises(Refused, match="pour soi"):
        confirm(found, house.cho)


def test_the_second_to_settle_reads_who_was_first(house):
    found = reopen(house)
    stale = Reopening.objects.get(pk=found.pk)
    confirm(found, house.cho)

    with pytest.raises(Refused, match="Cho Chan a déjà confirmé"):
        reopenings.end(stale, by=house.cho, reason=WHY, now=NOW)


def test_a_forbidden_tool_is_confirmed_by_nobody(house):
    found = reopen(house)
    tools.decide(house.tool, decision="forbidden", reason="Fuite", by=house.ida, today=TODAY)

    with pytest.raises(Refused, match="interdit"):
        confirm(found, house.cho)


def test_data_that_the_rules_no_longer_permit_are_confirmed_by_nobody(house):
    found = reopen(house, Kind.TOOL_ACCESS, project=house.project, data_levels=("internal",))
    add_clause(house, "forbids_ai")

    with pytest.raises(Refused):
        confirm(found, house.cho)


def test_a_decider_who_was_never_asked_is_not_passed_over(house):
    """A high-risk use takes the DPO and the direction: the direction alone does not confirm it."""
    use_case = a_use_case(house, plans=[house.plan])
    request = a_request(house, State.APPROVED, Kind.USE_CASE, use_case=use_case)
    _classify_again(house, use_case, "high_risk")
    rechecking.sweep(now=NOW)
    reopening = Reopening.objects.get(request=request)

    assert reopening.role == "direction"
    with pytest.raises(Refused, match="DPO"):
        confirm(reopening, house.lea)


def test_ending_a_seat_gives_it_back_and_tells_why(house):
    found = reopen(house)
    reopenings.end(found, by=house.cho, reason=WHY, now=NOW)

    request = Request.objects.get()
    assert not Seat.objects.open().exists()
    assert (request.ended_on, request.ended_by, request.end_reason) == (TODAY, house.cho, WHY)
    assert not request.steps.current().exists()
    assert Notification.objects.get(user=house.ana, event="request.ended").text == WHY


def test_ending_an_access_closes_it(house):
    found = reopen(house, Kind.TOOL_ACCESS)
    reopenings.end(found, by=house.cho, reason=WHY, now=NOW)

    assert not Request.objects.granted(TODAY).exists()


def test_ending_a_validation_withdraws_it(house):
    use_case = a_use_case(house, plans=[house.plan])
    request = a_request(house, State.APPROVED, Kind.USE_CASE, use_case=use_case)
    usecases.edit(use_case, by=house.ana, today=TODAY, purpose="Trier les candidatures.")
    rechecking.sweep(now=NOW)
    reopenings.end(Reopening.objects.get(request=request), by=house.cho, reason=WHY, now=NOW)

    assert UseCase.objects.get(pk=use_case.pk).status == "classified"
    assert Event.objects.filter(name="use_case.validation_withdrawn").exists()


def test_ending_an_exception_ends_what_it_set_aside(house):
    what = {"project": house.project, "data_levels": ("confidential",), "ends_on": TODAY + timedelta(days=9)}
    found = reopen(house, Kind.DATA_EXCEPTION, **what)
    confirmed = confirm(found, house.dan)
    plans.edit(house.plan, region="other", by=house.ida)
    rechecking.sweep(now=NOW)
    reopenings.end(Reopening.objects.open().get(), by=house.dan, reason=WHY, now=NOW)

    assert confirmed.outcome == ReopeningOutcome.STILL_VALID
    assert not Exemption.objects.in_force(TODAY).exists()


def test_ending_needs_a_reason(house):
    found = reopen(house)

    with pytest.raises(Refused, match="raison"):
        reopenings.end(found, by=house.cho, reason=" ", now=NOW)


def test_a_use_case_that_must_be_classified_again_is_not_confirmed_before(house):
    use_case = a_use_case(house, plans=[house.plan])
    request = a_request(house, State.APPROVED, Kind.USE_CASE, use_case=use_case)
    usecases.edit(use_case, by=house.ana, today=TODAY, purpose="Trier les candidatures.")
    rechecking.sweep(now=NOW)
    found = Reopening.objects.get(request=request)
    with pytest.raises(Refused, match="reclassez"):
        confirm(found, house.cho)

    _classify_again(house, use_case, "minimal")
    confirm(found, house.cho)

    assert UseCase.objects.get(pk=use_case.pk).status == "validated"


def test_many_are_confirmed_together_and_each_refusal_is_counted(house):
    mine = reopen(house)
    own = reopen(house, Kind.TOOL_ACCESS, by=house.cho)

    said = reopenings.confirm_all({mine: seen(mine), own: seen(own)}, by=house.cho, now=NOW)

    assert said[""] == 1
    assert sum(said.values()) == 2


def _classify_again(house, use_case, outcome):
    answer_all(UseCase.objects.get(pk=use_case.pk), ANSWERS[outcome])
    classification.conclude(UseCase.objects.get(pk=use_case.pk), by=house.ana, now=NOW)
