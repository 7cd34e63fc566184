"""Celery: the engine that works off job rows, and the beat that sweeps for them."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etech_ai.settings")

app = Celery("etech_ai")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["etech_ai.jobs"])


def _leaves(kind: str, schedule: crontab, minutes: int = 60) -> dict:
    return {"task": "jobs.leave", "schedule": schedule, "args": [kind, minutes]}


app.conf.beat_schedule = {
    "sweep": {"task": "jobs.sweep", "schedule": 5.0, "options": {"expires": 30}},
    "follow-trail": {
        "task": "jobs.repeat",
        "schedule": 15.0,
        "args": ["approvals.follow_trail"],
        "options": {"expires": 60},
    },
    "refresh-classes": _leaves("compliance.refresh_classes", crontab(minute=5)),
    "remind": _leaves("approvals.remind", crontab(minute=10)),
    "serve-waiting": _leaves("approvals.serve_waiting", crontab(minute="*/5"), minutes=5),
    "recheck-approvals": _leaves("approvals.recheck", crontab(minute=15)),
    "pass-on": _leaves("approvals.pass_on", crontab(minute=35)),
    "leave-digests": _leaves("approvals.leave_digests", crontab(minute=0, hour=8, day_of_week="1-5")),
    "remind-agenda": _leaves("usecases.remind", crontab(minute=20, hour=6)),
    "remind-watch": _leaves("compliance.remind_watch", crontab(minute=25, hour=6)),
    "remind-expiries": _leaves("compliance.remind_expiries", crontab(minute=30, hour=6)),
    "forget-receipts": _leaves("compliance.forget_receipts", crontab(minute=45, hour=3)),
    "forget-sessions": _leaves("people.forget_sessions", crontab(minute=40, hour=3)),
    "verify-dossiers": _leaves("compliance.verify_dossiers", crontab(minute=10, hour=3)),
    "sync-vendors": _leaves("catalog.sync_all", crontab(minute=30, hour=2)),
    "verify-trail": _leaves("compliance.verify_trail", crontab(minute=30, hour=2)),
}
