"""The digests: one mail a working day for what people asked to read there, one a week of what is going on.

On the first working day of the week the weekly one holds the daily one too: nobody gets two. A digest with
nothing to say is not sent. Its job is left once for each person and day, and its mail has one Message-ID.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from approvals.deadlines import is_first_working_day_of_week, is_working_day
from approvals.desk import digest as parts
from etech_ai import wording
from etech_ai.jobs.queue import leave
from people.models import Notification, User
from people.services import delivery, mails, notification_settings

A_WEEK = timedelta(days=7)


def leave_todays(*, now: datetime) -> int:
    """Leave a job for each person who may have something to read today; how many. Safe to run twice."""
    today = timezone.localdate(now)
    if not is_working_day(today):
        return 0
    readers = User.objects.active()
    if not is_first_working_day_of_week(today):
        readers = readers.filter(pk__in=Notification.objects.held_for_digest().values("user"))
    found = list(readers.order_by("pk").values_list("pk", flat=True))
    for pk in found:
        key = f"digest:{pk}:{today}"
        leave("approvals.send_digest", subject=f"people.user:{pk}", key=key, payload={"day": f"{today}"})
    return len(found)


@dataclass(frozen=True, slots=True)
class Digest:
    """What one mail says, in its reader's language, and the notifications that it brings."""

    subject: Any
    parts: list[parts.Part]
    brought: list[int]


def compose(user: User, *, day: date, now: datetime) -> Digest | None:
    """The person's digest of that day; None when there is nothing to say."""
    held = list(Notification.objects.visible_to(user).held_for_digest().newest_first())
    is_weekly = is_first_working_day_of_week(day) and notification_settings.of(user).has_weekly_digest
    if not held and not is_weekly:
        return None
    with override(user.language):
        said = [*parts.news(held), *parts.waiting(user, day)]
        if is_weekly:
            said += parts.decided(user, now - A_WEEK)
        said += parts.ending(user, day)
    subject = (
        _("Votre semaine sur le portail IA, le {day}") if is_weekly else _("Votre récapitulatif du {day}")
    )
    brought = [row.pk for row in held]
    return Digest(format_lazy(subject, day=wording.LazyDay(day)), said, brought) if said else None


def send(user: User, *, day: date, since: datetime, now: datetime) -> delivery.Keep | None:
    """Mail the digest of that day. What comes back marks what it brought, in the caller's transaction.

    None when there is nothing to say or the person left. Raises what `delivery.patiently` does.
    """
    digest = compose(user, day=day, now=now) if user.is_admitted else None
    if digest is None:
        return None
    key = f"digest:{user.pk}:{day}"
    context = {"parts": digest.parts, "day": day}
    delivery.patiently(
        lambda: mails.send(
            user, subject=digest.subject, template="approvals/digest", context=context, key=key
        ),
        since=since,
        now=now,
    )
    return lambda: _keep(digest, now)


def _keep(digest: Digest, now: datetime) -> dict[str, Any]:
    Notification.objects.filter(pk__in=digest.brought).update(mailed_at=now)
    return {"parts": len(digest.parts), "brought": len(digest.brought)}
