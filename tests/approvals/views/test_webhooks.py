"""Webhooks on the screens of administrators: a secret that shows once, a log that says what happened."""

from datetime import timedelta

import pytest

from approvals.models import Delivery, Webhook
from approvals.services import webhook_following, webhooks
from approvals.webhook_events import DeliveryState, State
from builders.clock import NOW
from builders.hooks import a_webhook, receiving
from builders.requests import sent
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job

pytestmark = pytest.mark.django_db
ADDRESS = "https://hooks.slack.com/services/T0/B0/s3cr3t-pa7h"
GIVEN = {
    "label": "Canal #ia", "form": "slack", "address": ADDRESS, "language": "fr",
    "events": ["request.approved", "tool.decided"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def admin(house, client_for):
    return client_for(house.adi)


def test_the_secret_shows_once_and_the_address_never(admin):
    page = admin.post("/webhooks/nouveau/", GIVEN)
    webhook = Webhook.objects.get()

    assert page.status_code == 201
    assert page.context["secret"] in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    for address in ("/webhooks/", f"/webhooks/{webhook.pk}/", f"/webhooks/{webhook.pk}/modifier/"):
        shown = admin.get(address).content.decode()
        assert page.context["secret"] not in shown
        assert "s3cr3t" not in shown


def test_a_form_that_cannot_be_says_why(admin):
    page = admin.post("/webhooks/nouveau/", GIVEN | {"address": "https://10.0.0.1/x"})

    assert page.status_code == 422
    assert "publique" in page.content.decode()
    assert not Webhook.objects.exists()


def test_a_change_with_an_empty_address_keeps_it(admin):
    admin.post("/webhooks/nouveau/", GIVEN)
    webhook = Webhook.objects.get()
    answer = admin.post(f"/webhooks/{webhook.pk}/modifier/", GIVEN | {"address": "", "label": "Autre"})

    assert answer.status_code == 303
    changed = Webhook.objects.get()
    assert (changed.label, changed.address) == ("Autre", webhook.address)


def test_pausing_and_resuming(admin, house):
    webhook, _ = a_webhook(house.adi, ADDRESS)
    admin.post(f"/webhooks/{webhook.pk}/pause/")
    assert Webhook.objects.get().state == State.PAUSED

    admin.post(f"/webhooks/{webhook.pk}/reprendre/")
    assert Webhook.objects.get().state == State.ACTIVE


def test_a_new_secret_shows_once(admin, house):
    webhook, old = a_webhook(house.adi, ADDRESS)
    page = admin.post(f"/webhooks/{webhook.pk}/secret/")

    assert page.status_code == 201
    assert page.context["secret"] != old


def test_the_log_says_what_was_sent_and_what_came_of_it(admin, house, settings, time_machine):
    settings.ALLOW_LOOPBACK_VENDORS = True
    webhook_following.follow(now=NOW)
    with receiving() as receiver:
        receiver.status, receiver.answer = 404, b"no_such_channel"
        webhook, _ = a_webhook(house.adi, receiver.url)
        sent(house)
        later = NOW + timedelta(minutes=1)
        time_machine.move_to(later, tick=False)
        webhook_following.follow(now=later)
        queue.run(Job.objects.get(kind="approvals.send_webhook").pk, later)
    page = admin.get(f"/webhooks/{webhook.pk}/").content.decode()

    for words in ("Une demande est envoyée", "Refusé par le destinataire", "404", "no_such_channel"):
        assert words in page
    assert "1 échec de suite" in page
    assert len(admin.get(f"/webhooks/{webhook.pk}/?etat=taken").context["lines"]) == 0


def test_a_test_is_sent_and_looked_for(admin, house):
    webhook, _ = a_webhook(house.adi, ADDRESS)
    admin.post(f"/webhooks/{webhook.pk}/essai/")
    page = admin.get(f"/webhooks/{webhook.pk}/").content.decode()

    assert Job.objects.filter(kind="approvals.send_webhook").count() == 1
    assert "Essai" in page
    assert 'hx-trigger="every 5s"' in page


def test_a_message_of_the_log_is_sent_again(admin, house):
    webhook, _ = a_webhook(house.adi, ADDRESS)
    delivery = webhooks.send_test(webhook, by=house.adi, now=NOW)
    Delivery.objects.update(state=DeliveryState.FAILED)
    answer = admin.post(f"/webhooks/envois/{delivery.pk}/renvoyer/")

    assert answer["Location"] == f"/webhooks/{webhook.pk}/"
    assert Delivery.objects.get().state == DeliveryState.WAITING
    assert Job.objects.filter(kind="approvals.send_webhook").count() == 2


def test_queries_do_not_grow_with_the_log(admin, house, assert_flat_queries):
    webhook, _ = a_webhook(house.adi, ADDRESS)

    def more():
        for _ in range(10):
            webhooks.send_test(webhook, by=house.adi, now=NOW)

    more()
    assert_flat_queries(get=lambda: admin.get(f"/webhooks/{webhook.pk}/"), add_rows=more)
