"""What the watching system asks: is the process up, and is everything behind it ready?"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from etech_ai.jobs import queue


@pytest.fixture
def broker_folder(tmp_path: Path, settings: Any) -> Path:
    settings.REDIS_URL = ""
    settings.BROKER_DIR = tmp_path / "broker"
    settings.BROKER_DIR.mkdir()
    return settings.BROKER_DIR


def _problems(client: Client, status: int) -> list[str]:
    response = client.get("/readyz")
    assert response.status_code == status, response.content
    return response.json()["problems"]


def test_healthz_needs_neither_account_nor_database(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_is_content_when_a_sweep_came_through_lately(client: Client, broker_folder: Path) -> None:
    queue.beat(timezone.now())
    assert _problems(client, 200) == []


@pytest.mark.django_db
def test_readyz_tells_a_worker_that_never_came(client: Client, broker_folder: Path) -> None:
    assert _problems(client, 503) == ["worker: no sweep has come through yet, start the worker with beat"]


@pytest.mark.django_db
def test_readyz_tells_a_worker_that_stopped(client: Client, broker_folder: Path) -> None:
    queue.beat(timezone.now() - timedelta(minutes=3))
    [problem] = _problems(client, 503)
    assert problem.startswith("worker: no sweep has come through since")


@pytest.mark.django_db
def test_readyz_tells_a_broker_whose_folder_is_missing(client: Client, broker_folder: Path) -> None:
    queue.beat(timezone.now())
    broker_folder.rmdir()
    [problem] = _problems(client, 503)
    assert problem.startswith("broker:")


@pytest.mark.django_db
def test_readyz_tells_a_redis_that_does_not_answer(client: Client, settings: Any) -> None:
    queue.beat(timezone.now())
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    assert _problems(client, 503) == ["broker: Redis does not answer (ConnectionError)"]


@pytest.mark.django_db(transaction=True)
def test_readyz_tells_migrations_that_wait(client: Client, broker_folder: Path) -> None:
    call_command("migrate", "jobs", "0001", verbosity=0)
    try:
        assert _problems(client, 503) == ["migrations: 1 not applied, run manage.py migrate"]
    finally:
        call_command("migrate", "jobs", verbosity=0)
