"""What only real servers can show: the suite runs on them, and work goes through Redis to a worker."""

import time
from collections.abc import Callable

import pytest
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from django.db import connection

from etech_ai.celery import app
from etech_ai.jobs import queue, tasks

pytestmark = pytest.mark.servers


@pytest.mark.django_db
def test_the_suite_runs_on_the_postgresql_that_was_started_for_it() -> None:
    assert settings.DATABASES["default"]["HOST"] == "127.0.0.1"
    assert connection.vendor == "postgresql"


@pytest.mark.django_db(transaction=True)
def test_a_sweep_sent_through_redis_reaches_a_worker() -> None:
    assert settings.REDIS_URL
    with start_worker(app, perform_ping_check=False, pool="solo"):
        tasks.sweep.delay()
        assert _comes_true(lambda: queue.last_beat() is not None)


def _comes_true(question: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.1)
    return False
