"""Leaving, claiming, finishing and sweeping jobs. Times are passed in, except where a row is born.

A handler is a function in ``<app>/tasks.py`` that takes its Job row. Two kinds exist:

* a plain function runs inside one transaction with the ``done`` of its row;
* a generator works outside of any transaction, for what takes long (a PDF, a vendor's answer). Each
  ``yield Step(40, "layout")`` shows how far it is and prolongs the lease; when it was stopped, or the lease
  was lost to another worker, it is closed there. What it returns is a function that is called in the last
  transaction, with the ``done`` of its row; or None.
"""

import logging
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from inspect import isgeneratorfunction
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from etech_ai.jobs.models import Heartbeat, Job, JobState

LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 5
KEPT = timedelta(days=30)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """How far a long job is: percent done, and the name of what it does now (the page words it)."""

    percent: int
    name: str = ""


Work = Generator[Step, None, Callable[[], Any] | None]


class Later(Exception):
    """Raised by a handler: not now, try at `until`. It does not count as a failed try."""

    def __init__(self, until: datetime, why: str = "") -> None:
        super().__init__(why)
        self.until = until


class _Gone(Exception):
    """The row is no longer ours: somebody stopped it, or its lease went to another worker."""


def leave(
    kind: str, *, subject: str = "", key: str, run_after: datetime | None = None,
    payload: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Leave a job named ``app.function`` in the caller's transaction; the same key never makes two."""
    now = timezone.now()
    job = Job(kind=kind, subject=subject, key=key, run_after=run_after or now, created_at=now)
    job.payload = payload or {}
    Job.objects.bulk_create([job], ignore_conflicts=True)  # one statement, and no savepoint


def repeat(kind: str, now: datetime) -> None:
    """The one row of a job that comes back all the time: left the first time, put back when it is over."""
    leave(kind, key=kind)
    over = (JobState.DONE, JobState.FAILED, JobState.STOPPED)
    Job.objects.filter(key=kind, state__in=over).update(
        state=JobState.READY, run_after=now, attempts=0, finished_at=None
    )


def enqueue(kind: str, *, key: str, **what: Any) -> Job:
    """`leave`, for a caller that follows the job: the row of that key, perhaps left before."""
    leave(kind, key=key, **what)
    return Job.objects.get(key=key)


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
        _work(job)
    except _Gone:
        job.refresh_from_db()
    except Later as later:
        _put_off(job, later)
    except Exception as error:  # the row keeps what went wrong, whatever it was, and the log its trace
        log.exception("job %s failed", job.pk)
        _retry(job, now, error)
    return job


def _work(job: Job) -> None:
    call = handler(job.kind)
    conclude = _step_by_step(job, call(job)) if isgeneratorfunction(call) else lambda: call(job)
    with transaction.atomic():
        job.result = conclude() if conclude else None
        _finish(job)


def _step_by_step(job: Job, work: Work) -> Callable[[], Any] | None:
    """Run the generator to its end, showing each step on the row; what it returned."""
    while True:
        try:
            step = next(work)
        except StopIteration as end:
            return end.value
        try:
            _keep(job, progress=step.percent, step=step.name, lease_until=timezone.now() + LEASE)
        except _Gone:
            work.close()
            raise


def _keep(job: Job, **values: Any) -> None:
    """Write on the row while it is ours; raise _Gone when it is not."""
    ours = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    if not ours.update(**values):
        raise _Gone
    for name, value in values.items():
        setattr(job, name, value)


def handler(kind: str) -> Callable[[Job], Any]:
    """``people.send_notification`` is the function of that name in ``people/tasks.py``."""
    app, name = kind.split(".", 1)
    return getattr(import_module(f"{app}.tasks"), name)


def _finish(job: Job) -> None:
    over = {"state": JobState.DONE, "lease_until": None, "finished_at": timezone.now(), "progress": 100}
    _keep(job, **over, result=job.result, error="")


def _retry(job: Job, now: datetime, error: Exception) -> None:
    failed = job.attempts >= MAX_ATTEMPTS
    _let_go(
        job,
        state=JobState.FAILED if failed else JobState.READY,
        run_after=now + timedelta(seconds=30 * 2**job.attempts),
        error=f"{type(error).__name__}: {error}"[:2000],
        finished_at=timezone.now() if failed else None,
    )


def _put_off(job: Job, later: Later) -> None:
    _let_go(
        job, state=JobState.READY, run_after=later.until, error=str(later)[:2000], attempts=job.attempts - 1
    )


def _let_go(job: Job, **values: Any) -> None:
    try:
        _keep(job, lease_until=None, **values)
    except _Gone:
        job.refresh_from_db()


def stop(key: str) -> bool:
    """Stop a job that is not over: one that runs ends at its next step. Whether there was one to stop."""
    waiting = Job.objects.filter(key=key, state__in=(JobState.READY, JobState.RUNNING))
    return bool(waiting.update(state=JobState.STOPPED, finished_at=timezone.now(), lease_until=None))


def again(key: str, now: datetime) -> bool:
    """Put a job that failed or was stopped back into the queue. Whether there was one."""
    over = Job.objects.filter(key=key, state__in=(JobState.FAILED, JobState.STOPPED))
    return bool(
        over.update(
            state=JobState.READY, run_after=now, attempts=0, progress=0, step="", error="", finished_at=None
        )
    )


def due_ids(now: datetime, most: int = 200) -> list[int]:
    return [job_id for job_id, _ in due(now, most)]


def due(now: datetime, most: int = 200) -> list[tuple[int, str]]:
    """Jobs to send to a worker: their ids and kinds, the longest waiting first."""
    return list(Job.objects.due(now).order_by("run_after").values_list("pk", "kind")[:most])


def beat(now: datetime) -> None:
    """Note that a sweep came through, and forget jobs that ended long ago."""
    Heartbeat.objects.update_or_create(pk=1, defaults={"at": now})
    over = (JobState.DONE, JobState.STOPPED)
    Job.objects.filter(state__in=over, finished_at__lt=now - KEPT).delete()


def last_beat() -> Heartbeat | None:
    return Heartbeat.objects.filter(pk=1).first()
