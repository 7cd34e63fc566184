"""Background work of the approvals: each function takes its job row and makes one service call."""

from datetime import date
from typing import Any

from django.utils import timezone

from approvals.models import Delivery
from approvals.services import (
    allotting,
    digests,
    rechecking,
    reminders,
    succession,
    webhook_following,
    webhook_sending,
)
from etech_ai.jobs import queue
from people.models import User


def remind(job: Any) -> dict[str, int]:
    """Hourly: tell the deciders whose answer is late, once a step."""
    return {"reminded": reminders.remind(now=timezone.now())}


def recheck(job: Any) -> dict[str, int]:
    """Hourly: reopen the approvals whose facts no longer hold."""
    return rechecking.sweep(now=timezone.now()).counts()


def pass_on(job: Any) -> dict[str, int]:
    """Hourly, and when an absence is declared: steps that nobody takes go to the next in line."""
    return {"passed_on": succession.pass_on(now=timezone.now())}


def leave_digests(job: Any) -> dict[str, int]:
    """On working days at eight: a job for each digest of the day."""
    return {"left": digests.leave_todays(now=timezone.now())}


def send_digest(job: Any) -> queue.Work:
    """Mail one person's digest of the day, when there is something to say."""
    yield queue.Step(10, "mail")
    user = User.objects.get(pk=int(job.subject.rpartition(":")[2]))
    day = date.fromisoformat(job.payload["day"])
    return digests.send(user, day=day, since=job.created_at, now=timezone.now())


def serve_waiting(job: Any) -> dict[str, int]:
    """Every five minutes: give freed seats to those who wait, first come, first served."""
    return {"served": allotting.sweep(now=timezone.now())}


def follow_trail(job: Any) -> dict[str, int]:
    """Every few seconds: write the messages that webhooks wait for."""
    return {"messages": webhook_following.follow(now=timezone.now())}


def send_webhook(job: Any) -> queue.Work:
    """Send one message to one webhook, and come back as long as it is worth trying."""
    yield queue.Step(10, "post")
    pk = int(job.subject.rpartition(":")[2])
    delivery = Delivery.objects.select_related("webhook").filter(pk=pk).first()
    again = webhook_sending.attempt(delivery, now=timezone.now()) if delivery else None
    if again:
        raise queue.Later(again, "not taken yet")
    return None
