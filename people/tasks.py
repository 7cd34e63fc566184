"""What the worker does for people: it takes a job, makes one service call, and may be run twice."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from etech_ai.jobs.models import Job
from people.models import Notification, User
from people.services import notifications, users


def send_notification(job: Job) -> dict[str, Any]:
    """Mail one notification, unless it was mailed already or taken back.

    The row is locked while its mail leaves: taking it back waits, and then finds it told.
    """
    rows = Notification.objects.select_related("user").select_for_update(of=("self",))
    notification = rows.filter(pk=_pk(job)).first()
    if notification is None:
        return {"mailed": False}
    return {"mailed": notifications.mail(notification, now=timezone.now())}


def send_invitation(job: Job) -> dict[str, Any]:
    """Mail the link by which an invited person chooses their password."""
    return {"mailed": users.send_invitation(User.objects.get(pk=_pk(job)))}


def forget_sessions(job: Job) -> None:
    """Delete the sessions that have ended: rows that nobody can use any more."""
    SessionStore.clear_expired()


def _pk(job: Job) -> int:
    return int(job.subject.rpartition(":")[2])
