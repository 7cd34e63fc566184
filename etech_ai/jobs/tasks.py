"""The two Celery tasks: run one job by its id, and sweep for those that are due."""

from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from etech_ai.jobs import queue


@shared_task(name="jobs.run")
def run(job_id: int, **_: Any) -> None:
    queue.run(job_id, timezone.now())


@shared_task(name="jobs.sweep")
def sweep(**_: Any) -> None:
    """Send every due job again: a lost message, a killed worker or a broker outage only delays work."""
    now = timezone.now()
    queue.beat(now)
    for job_id, kind in queue.due(now):
        run.apply_async((job_id,), queue=settings.JOB_QUEUES.get(kind))


@shared_task(name="jobs.leave")
def leave(kind: str, minutes: int = 60, **_: Any) -> None:
    """Scheduled by beat: leave this period's job of this kind; its key makes it unique for those minutes."""
    now = timezone.now()
    start = now.replace(minute=now.minute - now.minute % minutes)
    queue.leave(kind, key=f"{kind}:{start:%Y-%m-%dT%H:%M}")
    queue.leave(kind, key=f"{kind}:{now:%Y-%m-%dT%H}")


@shared_task(name="jobs.repeat")
def repeat(kind: str, **_: Any) -> None:
    """Scheduled by beat: run this job again, on the same row, unless it is still at it."""
    queue.repeat(kind, timezone.now())
