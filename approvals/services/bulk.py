"""The same decision on several steps: each is judged and written on its own, one refusal stops no other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from approvals.models import Step
from approvals.permissions import can_be_carried_out, can_decide, fits, is_last_decision
from approvals.services import decisions
from approvals.workflow import Move
from etech_ai.verdicts import Refused, Verdict
from people.models import User


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step: decided, or skipped for that reason."""

    step: Step
    refusal: str = ""


def decide_many(
    steps: Iterable[Step], *, by: User, move: Move, now: datetime, message: str = ""
) -> list[Outcome]:
    """Decide each step in a transaction of its own, in the order given."""
    return [_decide(step, by, move, now, message) for step in steps]


def _decide(step: Step, by: User, move: Move, now: datetime, message: str) -> Outcome:
    try:
        decisions.decide(step, by=by, move=move, message=message, now=now)
    except Refused as refusal:
        return Outcome(step, _(str(refusal)))
    return Outcome(step)


def foreseen(step: Step, *, by: User, move: Move, today: date) -> Verdict:
    """Whether the decision would go through now: what the confirmation lists, and what it skips."""
    verdict = can_decide(by, step) and fits(step, move)
    if verdict and move is Move.APPROVE and is_last_decision(step):
        return can_be_carried_out(step.request, today)
    return verdict
