"""Leaving, claiming, finishing and sweeping jobs. Times are passed in, except where a row is born."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from etech_ai.jobs.models import Heartbeat, Job, JobState

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
KEPT = timedelta(days=30)

log = logging.getLogger(__name__)


def enqueue(
    kind: str, *, subject: str = "", key: str, run_after: datetime | None = None,
    payload: dict[str, Any] | None = None,
) -> Job:  # fmt: skip
    """Leave a job named ``app.function`` in the caller's transaction; the same key never makes two."""
    now = timezone.now()
    defaults = {"kind": kind, "subject": subject, "run_after": run_after or now, "created_at": now}
    job, _ = Job.objects.get_or_create(key=key, defaults={**defaults, "payload": payload or {}})
    return job


def claim(job_id: int, now: datetime) -> Job | None:
    """Take the job with a lease, or None when somebody else has it or it is not due."""
    with transaction.atomic():
        jobs = Job.objects.due(now).filter(pk=job_id)
        if connections[jobs.db].features.has_select_for_update_skip_locked:
            jobs = jobs.select_for_update(skip_locked=True)
        job = jobs.first()
        if job is None:
            return None
        job.state, job.lease_until, job.attempts = JobState.RUNNING, now + LEASE, job.attempts + 1
        job.save(update_fields=["state", "lease_until", "attempts"])
    return job


def run(job_id: int, now: datetime) -> Job | None:
    """Claim, call the handler, keep its result: the handler's writes and ``done`` are one transaction."""
    job = claim(job_id, now)
    if job is None:
        return None
    try:
        with transaction.atomic():
            job.result = handler(job.kind)(job)
            _finish(job, JobState.DONE)
    except Exception as error:  # the row keeps what went wrong, whatever it was, and the log its trace
        log.exception("job %s failed", job.pk)
        _retry(job, now, error)
    return job


def handler(kind: str) -> Callable[[Job], Any]:
    """``people.send_notification`` is the function of that name in ``people/tasks.py``."""
    app, name = kind.split(".", 1)
    return getattr(import_module(f"{app}.tasks"), name)


def _finish(job: Job, state: JobState) -> None:
    job.state, job.lease_until, job.finished_at, job.progress = state, None, timezone.now(), 100
    job.save(update_fields=["state", "lease_until", "finished_at", "progress", "result"])


def _retry(job: Job, now: datetime, error: Exception) -> None:
    job.state = JobState.FAILED if job.attempts >= MAX_ATTEMPTS else JobState.READY
    job.run_after, job.lease_until = now + timedelta(seconds=30 * 2**job.attempts), None
    job.error = f"{type(error).__name__}: {error}"[:2000]
    job.save(update_fields=["state", "run_after", "lease_until", "error"])


def due_ids(now: datetime, most: int = 200) -> list[int]:
    return list(Job.objects.due(now).order_by("run_after").values_list("pk", flat=True)[:most])


def beat(now: datetime) -> None:
    """Note that a sweep came through, and forget jobs that ended long ago."""
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": now})
    Job.objects.filter(state=JobState.DONE, finished_at__lt=now - KEPT).delete()


def last_beat() -> Heartbeat | None:
    return Heartbeat.objects.filter(pk=1).first()
