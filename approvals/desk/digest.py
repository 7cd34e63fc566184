"""What a digest says to one person: what is new, what waits for them, what was decided, what ends soon.

Composed in the language that is active; every part is empty when there is nothing to say. Reads only.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from approvals.desk.home import to_acknowledge
from approvals.desk.titles import due, title_of
from approvals.models import Request, Step
from approvals.workflow import State
from compliance.models import PolicyVersion
from etech_ai import wording
from people.events import Family
from people.models import Notification, User

T = TypeVar("T")

SHOWN = 10
ENDS_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: what it is, what is to know of it, and its page (a path)."""

    text: str
    detail: str
    path: str


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its lines; `total` counts those that are left out too."""

    title: str
    entries: Sequence[Entry]
    total: int
    path: str = ""

    @property
    def more(self) -> int:
        return self.total - len(self.entries)


def news(held: Sequence[Notification]) -> list[Part]:
    """What was kept for the digest, by family."""
    return [
        _part(_(family.label), [row for row in held if row.family is family], _told, _list_of(family))
        for family in Family
        if any(row.family is family for row in held)
    ]


def waiting(user: User, today: date) -> list[Part]:
    """Decisions, precisions and signatures that the person owes."""
    steps = Step.objects.to_decide_by(user).for_inbox().soonest_first()
    asked = Request.objects.concerning(user).filter(state=State.CLARIFICATION.value)
    policies = to_acknowledge(user, today)
    return _said(
        _part(_("À décider"), list(steps), lambda step: _to_decide(step, today), reverse("approvals:inbox")),
        _part(_("Précisions attendues de vous"), list(asked.for_display().newest_first()), _request),
        _part(_("À accepter"), policies, _policy),
    )


def decided(user: User, since: datetime) -> list[Part]:
    """What the person asked for, or what was asked for them, and that was decided since."""
    outcomes = [State.APPROVED.value, State.REFUSED.value]
    rows = Request.objects.concerning(user).filter(state__in=outcomes, decided_at__gte=since)
    found = list(rows.for_display().order_by("-decided_at", "-pk"))
    return _said(_part(_("Décidé"), found, _request, reverse("approvals:request_list")))


def ending(user: User, today: date) -> list[Part]:
    """What the person holds and that ends soon, the soonest first."""
    held = Request.objects.in_effect(today).filter(beneficiary=user)
    rows = held.filter(ends_on__gte=today, ends_on__lte=today + ENDS_WITHIN)
    return _said(_part(_("Finit bientôt"), list(rows.for_display().order_by("ends_on", "pk")), _end))


def _said(*parts: Part) -> list[Part]:
    return [part for part in parts if part.entries]


def _part(title: str, rows: Sequence[T], entry: Callable[[T], Entry], path: str = "") -> Part:
    return Part(title, [entry(row) for row in rows[:SHOWN]], len(rows), path)


def _told(row: Notification) -> Entry:
    return Entry(row.subject, row.text, row.url)


def _to_decide(step: Step, today: date) -> Entry:
    reference = step.request.reference
    detail = f"{reference} · {step.request.requester} · {due(step.due_on, today).words}"
    return Entry(str(title_of(step.request)), detail, reverse("approvals:inbox_item", args=[reference]))


def _request(request: Request) -> Entry:
    return Entry(
        str(title_of(request)), f"{request.reference} · {_(State(request.state).label)}", _sheet(request)
    )


def _end(request: Request) -> Entry:
    day = wording.plain_day(request.ends_on)
    return Entry(str(title_of(request)), _("Jusqu’au %(day)s") % {"day": day}, _sheet(request))


def _policy(version: PolicyVersion) -> Entry:
    return Entry(version.policy.title, "", reverse("compliance:policy_sheet", args=[version.policy.slug]))


def _sheet(request: Request) -> str:
    return reverse("approvals:request_sheet", args=[request.reference])


def _list_of(family: Family) -> str:
    return f"{reverse('people:notification_list')}?famille={family.value}"
