"""Steps that go to the next in line: nobody of their people is here, or the answer is too late."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from approvals import deadlines
from approvals.checks import Deciding, Roster, place_of
from approvals.models import Request, Step
from approvals.services import messages
from approvals.succession import LATE_BY, Cause, Heir
from etech_ai.audit import recording as audit
from etech_ai.audit.recording import Actor
from people.models import User

USHER = Actor("job:approvals-pass-on", "Passage au suivant")


def find_deciders(step: Step, now: datetime) -> list[User]:
    """Who is told that a step is theirs, as it starts; it is first passed on when nobody is here to take it.

    The caller saves the step. Never empty while somebody holds its capacity, be they away.
    """
    roster = Roster(timezone.localdate(now))
    step.passed_to, step.passed_why, step.passed_at = "", "", None
    place = place_of(step)
    able = roster.able(place)
    if not able and (heir := roster.next_heir(place)):
        _hand_over(step, heir, Cause.AWAY, now)
        able = roster.able(place_of(step))
    return _people(able) or roster.holders(place)


def pass_on(*, now: datetime) -> int:
    """Hand over each step that nobody present can take, or whose answer is too late; how many.

    Safe to run twice: a step goes one place down at a time, and a late one waits as long again.
    """
    today = timezone.localdate(now)
    roster = Roster(today)
    waiting = Step.objects.waiting().select_related(
        "request__requester", "request__beneficiary", "request__project__lead"
    )
    stuck = [step.pk for step in waiting.order_by("pk").iterator() if _cause(step, roster, today)]
    return sum(_pass_on(pk, roster, now) for pk in stuck)


@transaction.atomic
def _pass_on(pk: int, roster: Roster, now: datetime) -> bool:
    """The request is locked first, as every move does: a decision taken meanwhile leaves nothing to do."""
    request = Request.objects.select_for_update().get(steps__pk=pk)
    step = Step.objects.waiting().filter(pk=pk).first()
    if step is None:
        return False
    step.request = request
    cause, place = _cause(step, roster, timezone.localdate(now)), place_of(step)
    heir = roster.next_heir(place) if cause else None
    if heir is None or cause is None:
        return False
    before = _people(roster.able(place))
    _hand_over(step, heir, cause, now)
    added = [person for person in _people(roster.able(place_of(step))) if person not in before]
    facts = {"step": step.position, "to": heir.value, "because": cause.value}
    with audit.record("request.passed_on", by=USHER, on=request, facts=facts):
        step.save(update_fields=["passed_to", "passed_why", "passed_at"])
        messages.passed_on(request, step, added)
    return True


def _cause(step: Step, roster: Roster, today: date) -> Cause | None:
    """Why the step should go down the line; None when it stays. Earlier deciders are only read in doubt."""
    if not roster.able(place_of(step, decided=frozenset())) or not roster.able(place_of(step)):
        return Cause.AWAY
    since = max(step.due_on, timezone.localdate(step.passed_at) if step.passed_at else step.due_on)
    return Cause.LATE if deadlines.working_days_between(since, today) >= LATE_BY else None


def _hand_over(step: Step, heir: Heir, cause: Cause, now: datetime) -> None:
    step.passed_to, step.passed_why, step.passed_at = heir, cause, now


def _people(able: Iterable[Deciding]) -> list[User]:
    return [one.person for one in able]
