"""What the worker does for people: it takes a job, makes one service call, and may be run twice."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from etech_ai.jobs import queue
from etech_ai.jobs.models import Job
from people.models import Notification, User
from people.services import delivery, users


def send_notification(job: Job) -> queue.Work:
    """Tell one notification as its reader wants it, unless that was done already or it was taken back.

    No transaction is open while the mail server is spoken to. A worker that dies before the outcome is kept
    leaves a lease that ends: the mail then goes out again under the same Message-ID, one mail to its reader.
    """
    yield queue.Step(10, "mail")
    notification = Notification.objects.select_related("user").filter(pk=_pk(job)).first()
    return delivery.deliver(notification, now=timezone.now()) if notification else None


def send_invitation(job: Job) -> dict[str, Any]:
    """Mail the link by which an invited person chooses their password."""
    return {"mailed": users.send_invitation(User.objects.get(pk=_pk(job)))}


def forget_sessions(job: Job) -> None:
    """Delete the sessions that have ended: rows that nobody can use any more."""
    SessionStore.clear_expired()


def _pk(job: Job) -> int:
    return int(job.subject.rpartition(":")[2])
