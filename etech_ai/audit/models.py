"""The trail's tables: events in a chain, and the one row that is its head.

No foreign keys: references and labels are text, so the trail depends on nothing and dies with nothing.
Database triggers (``triggers.py``) refuse edits and deletions that the classes below already refuse.
"""

from typing import Any

from django.db import models

GENESIS = "0" * 64


class TrailIsAppendOnly(Exception):
    """Somebody tried to change or delete an event."""


class EventQuerySet(models.QuerySet):
    def about(self, reference: str) -> "EventQuerySet":
        """Events on one row, newest first."""
        return self.filter(subject_ref=reference).order_by("-position")

    def update(self, **kwargs: Any) -> int:
        if set(kwargs) != {"openings"}:
            raise TrailIsAppendOnly("Events are never edited; only their openings may be blanked.")
        return super().update(**kwargs)

    def delete(self) -> Any:
        raise TrailIsAppendOnly("Events are never deleted; see chain.retain_from.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise TrailIsAppendOnly("Events are never edited.")


class Event(models.Model):
    """One chained fact. ``payload`` is the canonical JSON that is hashed, kept as text to the byte."""

    position = models.PositiveBigIntegerField(primary_key=True)
    operation = models.UUIDField()
    name = models.CharField(max_length=80)
    actor_ref = models.CharField(max_length=120)
    subject_ref = models.CharField(max_length=120)
    at = models.DateTimeField()
    payload = models.TextField()
    openings = models.JSONField(default=dict, blank=True)
    previous_digest = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["subject_ref", "-position"], name="event_subject"),
            models.Index(fields=["actor_ref", "-position"], name="event_actor"),
            models.Index(fields=["name", "-position"], name="event_name"),
            models.Index(fields=["operation"], name="event_operation"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise TrailIsAppendOnly("Events are written by audit.record(...) alone.")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TrailIsAppendOnly("Events are never deleted.")


class Head(models.Model):
    """The chain's end (one row, locked to append) and the position from which events are kept."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)
    retained_from = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_head")]

    def __str__(self) -> str:
        return f"head {self.position}"
