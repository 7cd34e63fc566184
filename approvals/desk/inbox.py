"""The inbox: what waits for a person's decision, their own requests, and what they may still undo."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.desk.titles import Due, due, title_of
from approvals.models import CommentNature, Request, Step, StepQuerySet, Substitute
from approvals.models.reach import stands_in_for_nobody
from approvals.permissions import absence_filled, can_undo, holds, inherits
from approvals.workflow import UNDO_WITHIN, Move, State
from people.models import Notification, User


@dataclass(frozen=True, slots=True)
class InboxLine:
    """A step in the inbox; `is_locked` for one that somebody else decides, `instead` says in whose place."""

    step: Step
    title: Any
    due: Due
    is_locked: bool = False
    instead: str = ""

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
    return [inbox_line(step, today, user) for step in steps]


def locked(user: User, today: date, wanted: Wanted) -> list[InboxLine]:
    """The person's own requests that would fall to them: listed, but somebody else decides."""
    steps = wanted.among(Step.objects.locked_for(user), today).for_inbox().soonest_first()
    return [inbox_line(step, today, user, is_locked=True) for step in steps]


def inbox_line(step: Step, today: date, reader: User, *, is_locked: bool = False) -> InboxLine:
    instead = "" if is_locked else in_whose_place(reader, step)
    return InboxLine(step, title_of(step.request), due(step.due_on, today), is_locked, instead)


def in_whose_place(reader: User, step: Step) -> str:
    """« pour Cho Chan » for who stands in, « en relais » for an heir; "" for whoever holds the step."""
    if holds(reader, step):
        return ""
    if inherits(reader, step):
        return _("en relais")
    row = absence_filled(reader, step)
    return _("pour %(person)s") % {"person": row.absent} if row else ""


def decide_count(user: User) -> int:
    """How many decisions wait: one cheap query, for the menu."""
    return Step.objects.to_decide_by(user).count()


def menu_counts(user: User) -> tuple[int, int]:
    """Decisions that wait and unread notifications, in two statements: every page asks for them."""
    unread = Notification.objects.visible_to(user).unread().order_by().values("user")
    counted = unread.annotate(number=Count("pk")).values("number")
    stands_in = Substitute.objects.in_force(timezone.localdate()).filter(stand_in=user)
    row = User.objects.filter(pk=user.pk).values_list(Subquery(counted), Exists(stands_in))
    number, is_standing_in = row.get()
    if not is_standing_in:
        stands_in_for_nobody(user)
    return decide_count(user), number or 0


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
