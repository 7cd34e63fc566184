"""Reading the trail for webhooks: what they chose to hear becomes a message each, once.

The trail is read from a cursor, in its own order, in the transaction that moves the cursor: an event makes
one message per webhook, whatever dies. A decision waits for the seconds in which it may be undone, as mails
do; one that was undone, with all it did in the same operation, is not told.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from uuid import UUID

from django.db import transaction

from approvals.models import Delivery, Webhook, WebhookCursor
from approvals.services import webhook_messages, webhooks
from approvals.webhook_events import EVENTS
from approvals.workflow import UNDO_WITHIN
from etech_ai.audit.models import Event, Head

BATCH = 1000
KEPT = timedelta(days=30)
DECIDED = ("request.approved", "request.step_approved", "request.refused", "request.precision_asked")
UNDONE = "request.decision_undone"


@transaction.atomic
def follow(*, now: datetime) -> int:
    """Write the messages of what happened since last time; how many. Safe to run twice, and at once."""
    WebhookCursor.objects.get_or_create(pk=1, defaults={"position": _end_of_trail()})
    cursor = WebhookCursor.objects.select_for_update().get(pk=1)
    Delivery.objects.over_before(now - KEPT).delete()
    since = Event.objects.filter(position__gt=cursor.position).order_by("position")
    recent = list(since.only("position", "name", "subject_ref", "operation", "at")[:BATCH])
    due = list(takewhile(lambda event: event.at <= now - UNDO_WITHIN, recent))
    if not due:
        return 0
    cursor.position = due[-1].position
    cursor.save(update_fields=["position"])
    undone = _undone(recent)
    return _put_out([event for event in due if event.operation not in undone], now)


def _end_of_trail() -> int:
    head = Head.objects.filter(pk=1).first()
    return head.position if head else 0


def _undone(events: Sequence[Event]) -> set[UUID]:
    """The operations of decisions that were taken back."""
    decided: dict[str, UUID] = {}
    found: set[UUID] = set()
    for event in events:
        if event.name in DECIDED:
            decided[event.subject_ref] = event.operation
        elif event.name == UNDONE and event.subject_ref in decided:
            found.add(decided[event.subject_ref])
    return found


def _put_out(events: Sequence[Event], now: datetime) -> int:
    listening = list(Webhook.objects.listening())
    count = 0
    for event in events:
        if event.name not in EVENTS:
            continue
        for webhook in listening:
            if event.name in webhook.events and event.at >= webhook.created_at:
                message = webhook_messages.of(event, webhook)
                if message is not None:
                    webhooks.put_out(webhook, message, now)
                    count += 1
    return count
