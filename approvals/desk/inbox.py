"""The inbox: what waits for a person's decision, their own requests, and what they may still undo."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from approvals.desk.titles import Due, due, title_of
from approvals.models import CommentNature, Request, Step, StepQuerySet
from approvals.permissions import can_undo
from approvals.workflow import UNDO_WITHIN, Move, State
from people.models import User


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A step in the inbox; `is_locked` for one that somebody else decides."""

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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to; empty values narrow nothing."""

    kind: str = ""
    team: str = ""
    words: str = ""
    is_late: bool = False

    def __bool__(self) -> bool:
        return bool(self.kind or self.team or self.words or self.is_late)

    def among(self, steps: StepQuerySet, today: date) -> StepQuerySet:
        """Those of the steps that are wanted."""
        if self.kind:
            steps = steps.filter(request__kind=self.kind)
        if self.team:
            steps = steps.filter(request__beneficiary__team__slug=self.team)
        if self.is_late:
            steps = steps.filter(due_on__lt=today)
        return steps.matching(self.words)


def to_decide(user: User, today: date, limit: int | None = None) -> list[InboxLine]:
    """What waits for the person's decision, the most urgent first."""
    steps = Step.objects.to_decide_by(user).for_inbox().soonest_first()[:limit]
    return [inbox_line(step, today) for step in steps]


def locked(user: User, today: date, wanted: Wanted) -> list[InboxLine]:
    """The person's own requests that would fall to them: listed, but somebody else decides."""
    steps = wanted.among(Step.objects.locked_for(user), today).for_inbox().soonest_first()
    return [inbox_line(step, today, is_locked=True) for step in steps]


def inbox_line(step: Step, today: date, *, is_locked: bool = False) -> InboxLine:
    return InboxLine(step, title_of(step.request), due(step.due_on, today), is_locked)


def decide_count(user: User) -> int:
    """How many decisions wait: one cheap query, for the menu."""
    return Step.objects.to_decide_by(user).count()


def decided_by(user: User, limit: int = 50) -> list[Step]:
    """The steps that the person took, newest first."""
    steps = Step.objects.filter(decided_by=user).for_inbox().order_by("-decided_at", "-pk")[:limit]
    return list(steps)


def undoable(user: User, now: datetime) -> list[Step]:
    """What the person decided or asked within the last thirty seconds and may take back, newest first."""
    since = now - UNDO_WITHIN
    decided = Step.objects.filter(decided_by=user, decided_at__gte=since)
    decided = decided.exclude(decision=Move.OPEN_ACCESS.value).for_inbox().order_by("-decided_at", "-pk")
    asked = Step.objects.current().for_inbox().order_by("-pk").filter(
        request__state=State.CLARIFICATION.value, request__comments__author=user,
        request__comments__nature=CommentNature.QUESTION.value, request__comments__at__gte=since,
    )  # fmt: skip
    return [step for step in (*decided, *asked) if can_undo(user, step, now)]
