"""Is the process up, and is everything behind it ready?"""

from datetime import timedelta
from pathlib import Path

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
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
        return [f"database: {error}"]
    return [f"migrations: {len(plan)} not applied, run manage.py migrate"] if plan else []


def _broker_problems() -> list[str]:
    if not settings.REDIS_URL:
        return [] if Path(settings.BROKER_DIR).is_dir() else ["broker: its folder does not exist yet"]
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2).ping()
    except redis.RedisError as error:
        return [f"broker: {error}"]
    return []


def _worker_problems() -> list[str]:
    beat = queue.last_beat()
    if beat is None:
        return ["worker: no sweep has come through yet"]
    if not beat.is_fresh(timezone.now(), STALE):
        return [f"worker: last sweep at {beat.at:%H:%M:%S}, start the worker with beat"]
    return []


healthz.access = readyz.access = "public"  # type: ignore[attr-defined]
