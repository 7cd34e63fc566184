"""The inbox: what waits for a person's decision, and their own requests that somebody else decides."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.desk.titles import Due, due, title_of
from approvals.models import Request, Step
from people.models import User


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A step in the inbox; `is_locked` for one's own request, that somebody else decides."""

    step: Step
    title: Any
    due: Due
    is_locked: bool = False

    @property
    def request(self) -> Request:
        return self.step.request

    @property
    def is_soon(self) -> bool:
        """Overdue, due today or within one working day."""
        return self.due.tone != "neutral"


def to_decide(user: User, today: date, limit: int | None = None) -> list[InboxLine]:
    """What waits for the person's decision, the most urgent first."""
    steps = Step.objects.to_decide_by(user).for_inbox().soonest_first()[:limit]
    return [_inbox_line(step, today) for step in steps]


def locked(user: User, today: date) -> list[InboxLine]:
    """The person's own requests that would fall to them: listed, but somebody else decides."""
    steps = Step.objects.locked_for(user).for_inbox().soonest_first()
    return [_inbox_line(step, today, is_locked=True) for step in steps]


def _inbox_line(step: Step, today: date, *, is_locked: bool = False) -> InboxLine:
    return InboxLine(step, title_of(step.request), due(step.due_on, today), is_locked)


def decide_count(user: User) -> int:
    """How many decisions wait: one cheap query, for the menu."""
    return Step.objects.to_decide_by(user).count()


def decided_by(user: User, limit: int = 50) -> list[Step]:
    """The steps that the person took, newest first."""
    steps = Step.objects.filter(decided_by=user).for_inbox().order_by("-decided_at", "-pk")[:limit]
    return list(steps)
