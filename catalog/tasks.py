"""What the worker does for the catalogue. Each is safe to run twice."""

from functools import partial
from typing import Any

from django.utils import timezone

from catalog.connectors import FailureClass, VendorFailure
from catalog.models import Connection, SyncRun
from catalog.services import connections, sync
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job

WAITS_MOST = 3  # vendors that ask to wait again and again are left until the next night


def sync_all(job: Job) -> dict[str, Any]:
    """Leave one job for each connection that is due."""
    now = timezone.now()
    due = list(Connection.objects.due(now))
    for connection in due:
        connections.leave_job(connection, key=f"{timezone.localdate(now)}")
    return {"due": len(due)}


def sync_connection(job: Job) -> queue.Work:
    """Read one connection, page by page; what went wrong stands on the run, so a failed run is a done job."""
    connection = Connection.objects.filter(pk=job.payload["connection"]).first()
    if connection is None or connection.is_paused:
        return None
    try:
        run = sync.begin(connection, dry_run=job.payload.get("dry_run", False), now=timezone.now())
    except sync.Busy as busy:
        raise queue.Later(busy.until, str(busy)) from busy
    failure = yield from sync.work(run)
    if not run.is_dry:
        _wait_if_asked(connection, failure)
    return partial(_told, run)


def _wait_if_asked(connection: Connection, failure: VendorFailure | None) -> None:
    """A vendor that counts requests says when it answers again: the job is put off until then."""
    if failure is None or failure.failure is not FailureClass.RATE_LIMIT or failure.retry_at is None:
        return
    connection.refresh_from_db()
    if connection.throttled < WAITS_MOST:
        raise queue.Later(failure.retry_at, failure.message)


def _told(run: SyncRun) -> dict[str, Any]:
    run = SyncRun.objects.get(pk=run.pk)
    return {"run": run.pk, "state": run.state, "failure": run.failure}
