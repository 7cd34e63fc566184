"""Jobs of the rulebook. Each takes its row, makes one service call, and is safe to run twice."""

from collections import Counter
from typing import Any

from django.utils import timezone

from catalog.models import Plan
from compliance.models import Dossier
from compliance.services import classes, dossier_checks, expiries, receipts, verifications, watch
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job


def refresh_classes(job: Job) -> dict[str, int]:
    """Hourly: every plan's class again, so that it falls on the day after a proof's last."""
    return classes.refresh_all(by=classes.BY_JOB, today=timezone.localdate())


def refresh_plan_class(job: Job) -> dict[str, Any]:
    """Left by the catalogue when a proof was recorded: that plan's class again."""
    plan = Plan.objects.select_related("tool__owner").get(pk=job.payload["plan"])
    plan = classes.refresh(plan, by=classes.BY_JOB, today=timezone.localdate())
    return {"plan": plan.slug, "tool_class": plan.tool_class}


def verify_trail(job: Job) -> dict[str, Any]:
    """Nightly: read the whole chain; the DPO hears of a broken link."""
    found = verifications.verify_and_tell()
    return {"ok": found.ok, "count": found.count, "broken_at": found.broken_at, "problem": found.problem}


def verify_dossiers(job: Job) -> queue.Work:
    """Nightly: read every sealed file again, one at a time; the DPO hears of one that differs, once."""
    found: Counter[str] = Counter()
    waiting = list(Dossier.objects.sealed().order_by("pk").values_list("pk", flat=True))
    for place, pk in enumerate(waiting):
        yield queue.Step(100 * place // len(waiting), f"{place + 1}/{len(waiting)}")
        found[dossier_checks.check(Dossier.objects.get(pk=pk), now=timezone.now()).state] += 1
    return lambda: dict(found)


def remind_watch(job: Job) -> dict[str, int]:
    """Nightly: tell the readers of what should have been read."""
    return {"told": watch.remind_late(today=timezone.localdate())}


def remind_expiries(job: Job) -> dict[str, int]:
    """Nightly: tell who can renew what ends within a month."""
    return {"told": expiries.remind(today=timezone.localdate())}


def forget_receipts(job: Job) -> dict[str, int]:
    """Nightly: receipts that ended a month ago are no use to anybody."""
    return {"forgotten": receipts.forget(now=timezone.now())}
