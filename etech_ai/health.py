"""Is the process up, and is everything behind it ready?"""

import os
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from etech_ai.jobs import queue

STALE = timedelta(seconds=90)


@require_safe
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@require_safe
@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when work can be done, else 503 with what is wrong, in words."""
    problems = _database_problems() or [*_broker_problems(), *_worker_problems()]
    status = "ready" if not problems else "not ready"
    return JsonResponse({"status": status, "problems": problems}, status=200 if not problems else 503)


def _database_problems() -> list[str]:
    try:
        executor = MigrationExecutor(connections["default"])
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [f"database: it does not answer ({type(error).__name__})"]  # its message would tell addresses
    return [f"migrations: {len(plan)} not applied, run manage.py migrate"] if plan else []


def _broker_problems() -> list[str]:
    if not settings.REDIS_URL:
        writable = os.access(settings.BROKER_DIR, os.W_OK)
        return [] if writable else ["broker: its folder is not there, start the portal with ./dev run"]
    connect = import_string("redis.from_url")  # loaded by who asks: no other page of the web needs it
    try:
        with connect(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as broker:
            broker.ping()
    except import_string("redis.RedisError") as error:
        return [f"broker: Redis does not answer ({type(error).__name__})"]
    return []


def _worker_problems() -> list[str]:
    beat = queue.last_beat()
    if beat is None:
        return ["worker: no sweep has come through yet, start the worker with beat"]
    if not beat.is_fresh(timezone.now(), STALE):
        since = f"{beat.at:%Y-%m-%d %H:%M:%S} UTC"
        return [f"worker: no sweep has come through since {since}, start the worker with beat"]
    return []


healthz.access = readyz.access = "public"  # type: ignore[attr-defined]
