"""Sending one message to a webhook: signed at each try, tried again with patience, noted each time.

A webhook that takes nothing for a day is stopped, and the administrators hear of it; one that answers « 410
Gone » is stopped at once, as Standard Webhooks asks.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from approvals import webhook_wire as wire
from approvals.models import Delivery, Webhook
from approvals.webhook_events import PING, DeliveryState, State
from catalog.connectors.posting import Outcome, Posted, post
from catalog.services import vault
from etech_ai.audit import recording as audit
from etech_ai.audit.recording import Actor
from people.access import Role
from people.models import User
from people.services import notifications

SENDER = Actor("job:webhooks", "Envoi des webhooks")
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))
"""Before the second try, the third …: the last one comes two days after the first."""
STOPS_AFTER = timedelta(hours=24)
STOPS_AT_LEAST = 5
GONE = 410
LONGEST_WAIT = WAITS[-1]


def attempt(delivery: Delivery, *, now: datetime) -> datetime | None:
    """Post it and keep what came of it, outside of any transaction; when to try again, if ever."""
    return note(delivery, send(delivery, now=now), now=timezone.now())


def send(delivery: Delivery, *, now: datetime) -> Posted | None:
    """Post it once; None when there is nothing to post: taken, given up, or its webhook is not spoken to."""
    webhook = delivery.webhook
    if delivery.state != DeliveryState.WAITING or not (webhook.is_active or delivery.event == PING):
        return None
    try:
        address, secret = vault.unlock(webhook.address), vault.unlock(webhook.secret)
    except vault.Closed:
        return Posted(Outcome.UNREADABLE)
    body = delivery.body.encode()
    return post(
        address,
        body,
        wire.headers(secret, delivery.identity, now, body),
        hosts=frozenset(settings.VENDOR_HOSTS),
        allow_loopback=settings.ALLOW_LOOPBACK_VENDORS,
        secrets=(secret, address),
    )


@transaction.atomic
def note(delivery: Delivery, posted: Posted | None, *, now: datetime) -> datetime | None:
    """Keep what came of a try; when to try again, None when it is over."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
    if delivery.state != DeliveryState.WAITING:
        return None
    if posted is not None:
        delivery.attempts, delivery.tried_at = delivery.attempts + 1, now
        delivery.outcome, delivery.status, delivery.words = posted.outcome, posted.status, posted.words
        _count(webhook, posted, now)
    delivery.state = _state_after(delivery, webhook, posted)
    is_waiting = delivery.state == DeliveryState.WAITING
    delivery.next_at = now + _wait(delivery.attempts, posted) if posted and is_waiting else None
    delivery.save()
    return delivery.next_at


def _state_after(delivery: Delivery, webhook: Webhook, posted: Posted | None) -> DeliveryState:
    if posted is not None and posted.outcome is Outcome.TAKEN:
        return DeliveryState.TAKEN
    is_over = posted is None or not webhook.is_active or delivery.attempts > len(WAITS)
    return DeliveryState.FAILED if is_over else DeliveryState.WAITING


def _wait(attempts: int, posted: Posted) -> timedelta:
    """As the table says, or longer when the receiver asks for it, up to a day."""
    asked = timedelta(seconds=posted.wait or 0)
    return min(max(WAITS[attempts - 1], asked), LONGEST_WAIT)


def _count(webhook: Webhook, posted: Posted, now: datetime) -> None:
    """A message that was taken ends a row of failures; a day of failures stops the webhook."""
    if posted.outcome is Outcome.TAKEN:
        webhook.failures, webhook.failing_since_at, webhook.last_taken_at = 0, None, now
    else:
        webhook.failures, webhook.failing_since_at = webhook.failures + 1, webhook.failing_since_at or now
    webhook.save(update_fields=["failures", "failing_since_at", "last_taken_at"])
    since = webhook.failing_since_at or now
    is_long = now - since >= STOPS_AFTER and webhook.failures >= STOPS_AT_LEAST
    if webhook.is_active and (is_long or posted.status == GONE):
        _stop(webhook)


def _stop(webhook: Webhook) -> None:
    webhook.state = State.STOPPED
    with audit.record("webhook.stopped", by=SENDER, on=webhook):
        webhook.save(update_fields=["state"])
    for person in User.objects.holding(Role.ADMIN, timezone.localdate()):
        notifications.tell(
            person,
            event="webhook.stopped",
            subject=format_lazy(_("Le webhook «\u00a0{label}\u00a0» est arrêté"), label=webhook.label),
            text=_("Il n’a reçu aucun message depuis un jour. Voyez le journal, corrigez, puis reprenez-le."),
            url=reverse("approvals:webhook_sheet", args=[webhook.pk]),
        )
