"""Telling people: a row in their centre and a mail job, left in the caller's transaction."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import override

from etech_ai.jobs.queue import leave
from people.models import Notification, User


@dataclass(frozen=True, slots=True)
class Delay:
    """What waits to be told is about this, and may be told from then on."""

    about: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Actions:
    """What a mail offers to do at once: labels with paths of the portal, and a note on them; may be lazy."""

    links: Sequence[tuple[Any, str]]
    note: Any = ""

    def written(self) -> dict[str, Any]:
        """In the language that is active, to be kept."""
        return {"links": [[str(label), path] for label, path in self.links], "note": str(self.note)}


_delay: ContextVar[Delay | None] = ContextVar("delay", default=None)


@contextmanager
def held_back(about: str, *, until: datetime) -> Iterator[None]:
    """What any service tells in the block waits until then, and `take_back(about)` forgets it."""
    token = _delay.set(Delay(about, until))
    try:
        yield
    finally:
        _delay.reset(token)


def tell(
    user: User, *, event: str, subject: Any, text: Any = "", url: str = "",
    about: str = "", not_before: datetime | None = None, actions: Actions | None = None,
) -> Notification:  # fmt: skip
    """Leave a notification and the job that mails it, once.

    `subject` and `text` may be lazy translations (`gettext_lazy`, `format_lazy`): they are written in the
    reader's language, not in the writer's. `url` is a path of the portal. Until `not_before` it is neither
    mailed nor shown, and `take_back(about)` makes it as if nothing had been said; `held_back` gives both to
    all that is told in its block.
    """
    if delay := _delay.get():
        about, not_before = delay.about, delay.until
    with override(user.language):
        row = Notification(
            user=user,
            event=event,
            subject=str(subject)[:200],
            text=str(text),
            url=url,
            about=about,
            actions=actions.written() if actions else {},
            due_at=not_before,
            created_at=timezone.now(),
        )
    row.save()
    leave(
        "people.send_notification",
        subject=f"people.notification:{row.pk}",
        key=f"notification:{row.pk}",
        run_after=not_before,
    )
    return row


def take_back(about: str, *, event: str = "") -> int:
    """Forget what was to be told about this and was not told yet; how many. Their jobs then find nothing."""
    waiting = Notification.objects.takeable().filter(about=about, due_at__isnull=False)
    if event:
        waiting = waiting.filter(event=event)
    return waiting.delete()[0]


def mark_read(notification: Notification, *, now: datetime) -> None:
    """The person has seen it."""
    Notification.objects.filter(pk=notification.pk, read_at=None).update(read_at=now)


def mark_all_read(user: User, *, now: datetime) -> int:
    """The person has seen them all; how many were unread."""
    return Notification.objects.visible_to(user).unread().update(read_at=now)
