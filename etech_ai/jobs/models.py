"""Job rows: the row is the queue. Celery only carries a row's id."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from etech_ai.enums import Labelled, gettext_noop


class JobState(Labelled):
    READY = "ready", gettext_noop("En attente")
    RUNNING = "running", gettext_noop("En cours")
    DONE = "done", gettext_noop("Terminé")
    FAILED = "failed", gettext_noop("Échoué")
    STOPPED = "stopped", gettext_noop("Arrêté")


class JobQuerySet(models.QuerySet):
    def due(self, now: datetime) -> "JobQuerySet":
        """Ready and due, or running with a lease that has ended (its worker died)."""
        ready = Q(state=JobState.READY, run_after__lte=now)
        return self.filter(ready | Q(state=JobState.RUNNING, lease_until__lt=now))


class Job(models.Model):
    """One piece of background work, left in the transaction of the change that wants it."""

    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=160, unique=True)
    payload = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=JobState.choices(), default=JobState.READY)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=60, blank=True)
    result = models.JSONField(null=True, blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"], name="job_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}".strip()

    @property
    def is_over(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.STOPPED)


class Heartbeat(models.Model):
    """When the beat's sweep last came through a worker: proof that broker, beat and worker live."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.at.isoformat()

    def is_fresh(self, now: datetime, within: timedelta) -> bool:
        return now - self.at <= within
