"""Webhooks: adding, changing, pausing one; a new secret; a test; sending a message again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from approvals import webhook_wire as wire
from approvals.models import Delivery, Webhook
from approvals.permissions import can_manage_webhooks
from approvals.services import webhook_messages
from approvals.webhook_events import EVENTS, PING, DeliveryState, Form, State
from catalog.connectors import VendorFailure
from catalog.connectors.guard import Guard, parse
from catalog.services import vault
from etech_ai.audit import recording as audit
from etech_ai.jobs.queue import leave
from etech_ai.verdicts import Refused


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """What an administrator asks for. Not printable: the address may carry a credential."""

    label: str
    form: Form
    language: str
    events: Collection[str]
    address: str = ""  # empty, in a change: as it was


@transaction.atomic
def add(wanted: Wanted, *, by: Any, now: datetime) -> tuple[Webhook, str]:
    """A webhook and its secret, which nobody can read again. Raises Refused with what to change."""
    can_manage_webhooks(by).enforce()
    secret = wire.new_secret()
    webhook = Webhook(created_at=now, secret=vault.lock(secret))
    _describe(webhook, wanted)
    with audit.record("webhook.added", by=by, on=webhook):
        webhook.save(force_insert=True)
    return webhook, secret


@transaction.atomic
def edit(webhook: Webhook, wanted: Wanted, *, by: Any) -> Webhook:
    """Change what is known of it; without an address the old one stays. Raises Refused."""
    can_manage_webhooks(by).enforce()
    webhook = _locked(webhook)
    _describe(webhook, wanted)
    with audit.record("webhook.edited", by=by, on=webhook, facts={}):
        webhook.save()
    return webhook


@transaction.atomic
def pause(webhook: Webhook, *, by: Any) -> Webhook:
    """Nothing is sent any more; what happens meanwhile is not sent later either."""
    can_manage_webhooks(by).enforce()
    webhook = _locked(webhook)
    if webhook.state == State.PAUSED:
        return webhook
    webhook.state = State.PAUSED
    with audit.record("webhook.paused", by=by, on=webhook):
        webhook.save(update_fields=["state"])
    return webhook


@transaction.atomic
def resume(webhook: Webhook, *, by: Any) -> Webhook:
    """It hears again what happens from now on; its failures are forgotten."""
    can_manage_webhooks(by).enforce()
    webhook = _locked(webhook)
    if webhook.is_active:
        return webhook
    webhook.state, webhook.failures, webhook.failing_since_at = State.ACTIVE, 0, None
    with audit.record("webhook.resumed", by=by, on=webhook):
        webhook.save(update_fields=["state", "failures", "failing_since_at"])
    return webhook


@transaction.atomic
def renew_secret(webhook: Webhook, *, by: Any) -> tuple[Webhook, str]:
    """A new secret, shown once; the old one signs nothing any more."""
    can_manage_webhooks(by).enforce()
    webhook, secret = _locked(webhook), wire.new_secret()
    webhook.secret = vault.lock(secret)
    with audit.record("webhook.secret_renewed", by=by, on=webhook):
        webhook.save(update_fields=["secret"])
    return webhook, secret


@transaction.atomic
def send_test(webhook: Webhook, *, by: Any, now: datetime) -> Delivery:
    """A message that says it is a test: it goes out even while the webhook is paused or stopped."""
    can_manage_webhooks(by).enforce()
    message = webhook_messages.ping(webhook, now)
    return put_out(webhook, message, now)


@transaction.atomic
def redeliver(delivery: Delivery, *, by: Any, now: datetime) -> Delivery:
    """Send the same message again, under the same identity: a receiver that has it already knows it."""
    can_manage_webhooks(by).enforce()
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state == DeliveryState.WAITING:
        raise Refused(_("Ce message est déjà en route."))
    delivery.state, delivery.attempts, delivery.next_at = DeliveryState.WAITING, 0, now
    delivery.save(update_fields=["state", "attempts", "next_at"])
    _leave(delivery, f":{int(now.timestamp() * 1000)}")
    return delivery


def put_out(webhook: Webhook, message: wire.Message, now: datetime) -> Delivery:
    """Write a message down and leave the job that sends it, in the caller's transaction."""
    delivery = Delivery(
        webhook=webhook, identity=f"msg_{uuid4().hex}", event=message.event, position=message.position,
        body=wire.write(Form(webhook.form), message).decode(), created_at=now, next_at=now,
    )  # fmt: skip
    delivery.save(force_insert=True)
    _leave(delivery)
    return delivery


def _leave(delivery: Delivery, again: str = "") -> None:
    key = f"webhook-delivery:{delivery.pk}{again}"
    leave("approvals.send_webhook", subject=f"approvals.delivery:{delivery.pk}", key=key)


def _locked(webhook: Webhook) -> Webhook:
    return Webhook.objects.select_for_update().get(pk=webhook.pk)


def _describe(webhook: Webhook, wanted: Wanted) -> None:
    unknown = set(wanted.events) - set(EVENTS)
    if unknown or not wanted.events:
        raise Refused(_("Choisissez au moins un événement de la liste."))
    taken = Webhook.objects.filter(label__iexact=wanted.label.strip()).exclude(pk=webhook.pk)
    if taken.exists():
        raise Refused(_("Un webhook porte déjà ce nom\u00a0: donnez-en un autre."))
    webhook.label, webhook.form, webhook.language = wanted.label.strip(), wanted.form, wanted.language
    webhook.events = [name for name in EVENTS if name in wanted.events and name != PING]
    if wanted.address or not webhook.address:
        webhook.host = _host_of(wanted.address)
        webhook.address = vault.lock(wanted.address.strip())


def _host_of(address: str) -> str:
    """The host of an address that may be spoken to. Raises Refused."""
    try:
        target = parse(address.strip())
        hosts = frozenset(settings.VENDOR_HOSTS)
        allow_loopback = settings.ALLOW_LOOPBACK_VENDORS
        Guard(frozenset({target.host}) - hosts, hosts, allow_loopback).listed(target)
    except VendorFailure:
        raise Refused(
            _(
                "Cette adresse ne peut pas recevoir de messages\u00a0: il en faut une en https, publique. "
                "Un hôte privé doit d’abord figurer dans ETECH_VENDOR_HOSTS."
            )
        ) from None
    return target.host
