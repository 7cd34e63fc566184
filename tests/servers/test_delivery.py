"""A worker that is killed at the worst moments: what was decided is told all the same, and as one mail."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from servers.postbox import Postbox, open_postbox

from builders.requests import approve, sent
from etech_ai.celery import app
from etech_ai.jobs import tasks
from etech_ai.jobs.models import Job, JobState
from people.models import Notification

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    with open_postbox() as postbox:
        yield postbox


@pytest.fixture
def decided(house) -> Job:
    """A request was approved and the web server died: the job that tells Ana lies in the table, no more."""
    approve(house, sent(house))
    told = Notification.objects.get(user=house.ana, event="request.decided")
    job = Job.objects.get(subject=f"people.notification:{told.pk}")
    Job.objects.exclude(pk=job.pk).delete()
    Job.objects.update(run_after=timezone.now())
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge(app.conf.task_default_queue)
    return job


@pytest.mark.parametrize(
    ("moment", "copies"), [("MAIL", 1), ("DATA", 2)], ids=["before the mail left", "after the mail left"]
)
def test_a_worker_killed_on_the_way_delays_the_mail_and_its_reader_has_one(
    decided, postbox, tmp_path, moment, copies
):
    postbox.holds_after = moment
    with _worker(postbox, tmp_path) as worker:
        tasks.run.delay(decided.pk)
        assert postbox.is_holding.wait(60), worker
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert _row(decided).state == JobState.RUNNING
    postbox.holds_after = ""
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # five minutes have passed

    with _worker(postbox, tmp_path):
        tasks.sweep.delay()
        assert _comes_to(lambda: _row(decided).state == JobState.DONE), _row(decided).error

    assert len(postbox.taken) == copies
    assert len(set(postbox.message_ids)) == 1
    assert _row(decided).attempts == 2
    assert Notification.objects.get(event="request.decided").mailed_at


def test_two_workers_that_are_told_of_one_job_send_one_mail(decided, postbox, tmp_path):
    with _worker(postbox, tmp_path), _worker(postbox, tmp_path):
        for _ in range(6):
            tasks.run.delay(decided.pk)
        assert _comes_to(lambda: _row(decided).state == JobState.DONE)
        time.sleep(1)  # the other calls come to nothing

    assert len(postbox.taken) == 1


def _row(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


@contextmanager
def _worker(postbox: Postbox, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of its own, on our database and broker; killed at the end of the block if not before."""
    database = connection.settings_dict
    login = f"{database['USER']}:{database['PASSWORD']}@" if database["USER"] else ""
    address = f"postgres://{login}{database['HOST']}:{database['PORT']}/{database['NAME']}"
    ours = {
        "ETECH_DATA_DIR": str(folder),
        "ETECH_MAIL_URL": f"smtp://127.0.0.1:{postbox.port}",
        "DATABASE_URL": address,
        "ETECH_DEMO": "0",
    }
    command = [sys.executable, "-m", "celery", "-A", "etech_ai", "worker", "--pool", "solo", "-l", "ERROR"]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | ours)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _comes_to(question: Callable[[], bool], seconds: float = 60) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False
