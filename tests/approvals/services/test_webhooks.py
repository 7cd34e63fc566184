"""Webhooks: kept secret, told what they chose to hear, tried with patience, stopped when nobody listens."""

import json
from datetime import timedelta

import pytest
from django.urls import resolve

from approvals import webhook_wire as wire
from approvals.models import Delivery, Webhook, WebhookCursor
from approvals.services import (
    requests,
    undoing,
    webhook_following,
    webhook_messages,
    webhook_sending,
    webhooks,
)
from approvals.webhook_events import DeliveryState, Form, State, Topic
from approvals.workflow import Kind, Move
from builders.clock import NOW, TODAY
from builders.dossiers import a_queued_dossier
from builders.hooks import a_webhook, receiving, wanted
from builders.house import BUILDER
from builders.requests import current, sent
from builders.usecases import a_use_case
from compliance.models import RuleChange
from compliance.services import policies
from etech_ai.audit.models import Event
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job, JobState
from etech_ai.verdicts import Refused
from people.models import Notification

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _at_work(time_machine, settings):
    time_machine.move_to(NOW, tick=False)
    settings.ALLOW_LOOPBACK_VENDORS = True


@pytest.fixture
def receiver():
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def hook(house, receiver):
    """A webhook that hears everything from now on, and its secret."""
    webhook_following.follow(now=NOW)
    return a_webhook(house.adi, receiver.url)


@pytest.fixture
def work(time_machine):
    """Follow the trail at a moment, and work off the messages that are due then."""

    def at(moment):
        time_machine.move_to(moment, tick=False)
        webhook_following.follow(now=moment)
        for job in Job.objects.filter(kind="approvals.send_webhook", run_after__lte=moment).order_by("pk"):
            queue.run(job.pk, moment)

    return at


def events_of(receiver):
    return [json.loads(taken.body)["type"] for taken in receiver.taken]


# ---------------------------------------------------------------- what is kept
def test_address_and_secret_are_encrypted_and_in_no_event(house, receiver):
    webhook, secret = a_webhook(house.adi, receiver.url)
    stored = Webhook.objects.get(pk=webhook.pk)
    recorded = Event.objects.get(name="webhook.added")

    assert secret.startswith("whsec_")
    for place in (stored.secret, stored.address, recorded.payload, json.dumps(recorded.openings)):
        assert secret not in place
        assert "s3cr3t-pa7h" not in place
    assert stored.host == "127.0.0.1"


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.slack.com/x",
        "https://10.0.0.1/x",
        "https://169.254.169.254/",
        "https://x@hooks.example/",
    ],
)
def test_an_address_that_may_not_be_spoken_to_is_refused(house, address):
    with pytest.raises(Refused, match="publique"):
        webhooks.add(wanted(address), by=house.adi, now=NOW)


def test_loopback_is_for_tests_alone(house, settings, receiver):
    settings.ALLOW_LOOPBACK_VENDORS = False

    with pytest.raises(Refused):
        webhooks.add(wanted(receiver.url), by=house.adi, now=NOW)


def test_a_host_that_the_environment_names_may_be_private(house, settings):
    settings.VENDOR_HOSTS = ["10.0.0.7"]

    assert webhooks.add(wanted("https://10.0.0.7/x"), by=house.adi, now=NOW)


@pytest.mark.parametrize("changes", [{"events": []}, {"events": ["user.signed_in"]}])
def test_only_events_of_the_list_may_be_chosen(house, receiver, changes):
    with pytest.raises(Refused, match="au moins un événement"):
        webhooks.add(wanted(receiver.url, **changes), by=house.adi, now=NOW)


def test_a_name_serves_once(house, receiver):
    a_webhook(house.adi, receiver.url)

    with pytest.raises(Refused, match="déjà ce nom"):
        a_webhook(house.adi, receiver.url, label="canal #IA")


@pytest.mark.parametrize("name", ["ana", "cho", "dan", "lea"])
def test_administrators_alone_manage_them(house, receiver, name):
    with pytest.raises(Refused):
        a_webhook(getattr(house, name), receiver.url)


def test_a_change_without_an_address_keeps_it(house, hook, receiver, work):
    webhook, _ = hook
    webhooks.edit(webhook, wanted("", label="Autre", events=["request.submitted"]), by=house.adi)
    sent(house)
    work(LATER)

    assert events_of(receiver) == ["request.submitted"]


# ---------------------------------------------------------------- what is told
def test_a_message_arrives_signed_and_verifies(house, hook, receiver, work):
    request = sent(house)
    work(LATER)
    (taken,) = receiver.taken
    _, secret = hook

    assert wire.verify(secret, taken.headers, taken.body, LATER)
    assert not wire.verify(wire.new_secret(), taken.headers, taken.body, LATER)
    data = json.loads(taken.body)["data"]
    assert (data["reference"], data["text"]) == (request.reference, "Une demande est envoyée")
    assert data["url"] == f"http://127.0.0.1:8000/demandes/{request.reference}/"
    assert Delivery.objects.get().state == DeliveryState.TAKEN


def test_no_name_of_a_person_or_a_client_leaves_the_house(house, hook, receiver, work):
    use_case = a_use_case(house, client=house.client, title="Chatbot de la Banque Alpha")
    sent(house, project=house.project, data_levels=("internal",), justification="Pour Ana et la Banque Alpha")
    sent(house, Kind.USE_CASE, use_case=use_case)
    sent(house, Kind.NEW_TOOL, proposed_name="Chatbot d’Ana")
    work(LATER)
    said = b"".join(taken.body for taken in receiver.taken).decode()

    assert use_case.reference in said
    for name in ("Ana", "Alvarez", "Banque", "Alpha", "alpha", "Chatbot", "chatbot", "@etech"):
        assert name not in said


def test_a_webhook_hears_what_it_chose(house, receiver, work):
    webhook_following.follow(now=NOW)
    a_webhook(house.adi, receiver.url, events=["request.approved"])
    requests.decide(current(sent(house)), by=house.cho, move=Move.APPROVE, now=NOW)
    work(LATER)

    assert events_of(receiver) == ["request.approved"]


def test_what_happened_before_it_was_added_is_not_told(house, receiver, work):
    sent(house)
    a_webhook(house.adi, receiver.url)
    work(LATER)

    assert receiver.taken == []


def test_a_decision_waits_until_it_can_no_longer_be_undone(house, hook, receiver, work):
    step = current(sent(house))
    requests.decide(step, by=house.cho, move=Move.APPROVE, now=NOW)
    work(NOW + timedelta(seconds=20))
    assert receiver.taken == []

    work(NOW + timedelta(seconds=31))
    assert events_of(receiver) == ["request.submitted", "request.approved"]


def test_a_decision_that_was_undone_is_not_told(house, hook, receiver, work):
    step = current(sent(house))
    requests.decide(step, by=house.cho, move=Move.APPROVE, now=NOW)
    step.refresh_from_db()
    undoing.undo(step, by=house.cho, now=NOW + timedelta(seconds=5))
    work(LATER)

    assert events_of(receiver) == ["request.submitted"]


def test_following_twice_tells_once(house, hook, receiver, work):
    sent(house)
    work(LATER)
    WebhookCursor.objects.update(position=0)  # as if the cursor had been lost

    with pytest.raises(Exception, match="an_event_once_per_webhook|UNIQUE|unique"):
        webhook_following.follow(now=LATER)


def test_a_second_follower_finds_nothing_left(house, hook, receiver):
    sent(house)

    assert webhook_following.follow(now=LATER) == 1
    assert webhook_following.follow(now=LATER) == 0


def test_messages_are_in_the_language_of_the_webhook(house, receiver, work):
    webhook_following.follow(now=NOW)
    a_webhook(house.adi, receiver.url, language="en")
    sent(house)
    work(LATER)

    assert json.loads(receiver.taken[0].body)["data"]["text"] == "A request is sent"


@pytest.mark.parametrize(("form", "key"), [(Form.SLACK, "text"), (Form.TEAMS, "attachments")])
def test_chats_get_their_own_form(house, receiver, work, form, key):
    webhook_following.follow(now=NOW)
    a_webhook(house.adi, receiver.url, form=form)
    sent(house)
    work(LATER)

    assert key in json.loads(receiver.taken[0].body)


# ---------------------------------------------------------------- when it does not arrive
def test_it_is_tried_again_later_under_the_same_identity_with_a_new_time(house, hook, receiver, work):
    sent(house)
    receiver.status = 500
    work(LATER)
    receiver.status = 200
    work(LATER + timedelta(seconds=30))
    assert len(receiver.taken) == 1, "not before its time"

    work(LATER + timedelta(minutes=1))
    first, second = receiver.taken
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == (DeliveryState.TAKEN, 2)
    assert Webhook.objects.get().failures == 0


def test_the_log_says_what_went_wrong_and_no_secret(house, hook, receiver, work):
    webhook, secret = hook
    receiver.status, receiver.answer = 403, f"no {secret} at /services/T0/B0/s3cr3t-pa7h".encode()
    sent(house)
    work(LATER)
    delivery = Delivery.objects.get()

    assert (delivery.outcome, delivery.status) == ("refused", 403)
    assert delivery.words.startswith("no •••")
    assert secret not in delivery.words
    assert "pa7h" not in delivery.words
    assert delivery.next_at == LATER + webhook_sending.WAITS[0]


def test_a_receiver_may_ask_for_more_time(house, hook, receiver, work):
    receiver.status, receiver.retry_after = 429, "3600"
    sent(house)
    work(LATER)

    assert Delivery.objects.get().next_at == LATER + timedelta(hours=1)


def test_it_is_given_up_after_two_days_and_a_day_without_any_stops_the_webhook(house, hook, receiver, work):
    receiver.status = 500
    sent(house)
    moment = LATER
    work(moment)
    while (waiting := Delivery.objects.waiting().first()) is not None:
        moment = waiting.next_at
        work(moment)

    delivery, webhook = Delivery.objects.get(), Webhook.objects.get()
    assert delivery.state == DeliveryState.FAILED
    assert len(receiver.taken) == delivery.attempts == len(webhook_sending.WAITS) + 1
    assert webhook.state == State.STOPPED
    assert timedelta(days=1) < moment - LATER < timedelta(days=2)
    assert Event.objects.get(name="webhook.stopped").actor_ref == "job:webhooks"
    told = Notification.objects.filter(event="webhook.stopped")
    assert [note.user for note in told] == [house.adi]


def test_a_stopped_or_paused_webhook_hears_nothing_and_nothing_later(house, hook, receiver, work):
    webhook, _ = hook
    webhooks.pause(webhook, by=house.adi)
    sent(house)
    work(LATER)
    webhooks.resume(webhook, by=house.adi)
    work(LATER + timedelta(minutes=1))

    assert receiver.taken == []


def test_a_message_on_its_way_to_a_webhook_that_was_paused_is_given_up(house, hook, receiver, work):
    sent(house)
    webhook_following.follow(now=LATER)
    webhooks.pause(hook[0], by=house.adi)
    work(LATER)

    assert receiver.taken == []
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_gone_stops_it_at_once(house, hook, receiver, work):
    receiver.status = 410
    sent(house)
    work(LATER)

    assert Webhook.objects.get().state == State.STOPPED
    assert Delivery.objects.get().state == DeliveryState.FAILED


def test_a_redirect_to_a_private_address_is_a_failure_and_nothing_follows_it(house, hook, receiver, work):
    receiver.status, receiver.location = 302, "http://169.254.169.254/latest/meta-data/"
    sent(house)
    work(LATER)

    assert Delivery.objects.get().outcome == "redirected"
    assert len(receiver.taken) == 1


def test_keys_that_no_longer_open_the_secret_send_nothing(house, hook, receiver, work, settings):
    settings.CREDENTIAL_KEYS = ["b3RoZXJfa2V5X290aGVyX2tleV9vdGhlcl9rZXlfMDA="]
    sent(house)
    work(LATER)

    assert receiver.taken == []
    assert Delivery.objects.get().outcome == "unreadable"


# ---------------------------------------------------------------- by hand
def test_a_test_goes_out_even_while_paused(house, hook, receiver, work):
    webhooks.pause(hook[0], by=house.adi)
    webhooks.send_test(hook[0], by=house.adi, now=NOW)
    work(LATER)

    assert events_of(receiver) == ["webhook.ping"]


def test_a_message_is_sent_again_under_the_same_identity(house, hook, receiver, work):
    sent(house)
    work(LATER)
    webhooks.redeliver(Delivery.objects.get(), by=house.adi, now=LATER)
    work(LATER)

    first, second = receiver.taken
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


def test_what_is_on_its_way_is_not_sent_again(house, hook):
    sent(house)
    webhook_following.follow(now=LATER)

    with pytest.raises(Refused, match="déjà en route"):
        webhooks.redeliver(Delivery.objects.get(), by=house.adi, now=LATER)


def test_a_new_secret_signs_from_then_on(house, hook, receiver, work):
    webhook, old = hook
    _, new = webhooks.renew_secret(webhook, by=house.adi)
    sent(house)
    work(LATER)
    (taken,) = receiver.taken

    assert wire.verify(new, taken.headers, taken.body, LATER)
    assert not wire.verify(old, taken.headers, taken.body, LATER)
    assert Event.objects.filter(name="webhook.secret_renewed").exists()


def test_the_log_is_forgotten_after_a_month(house, hook, receiver, work):
    sent(house)
    work(LATER)
    webhook_following.follow(now=LATER + webhook_following.KEPT + timedelta(days=1))

    assert not Delivery.objects.exists()


@pytest.mark.parametrize("topic", list(Topic))
def test_every_topic_has_words_and_a_page(house, topic):
    rows = {
        Topic.REQUEST: lambda: sent(house, Kind.NEW_TOOL, proposed_name="Zed"),
        Topic.TOOL: lambda: house.tool,
        Topic.USE_CASE: lambda: a_use_case(house),
        Topic.POLICY: lambda: policies.publish("Charte", body="Texte", effective_on=TODAY, by=BUILDER),
        Topic.RULES: lambda: RuleChange(number=3),
        Topic.DOSSIER: lambda: a_queued_dossier(house, a_use_case(house)),
    }
    subject = webhook_messages.SUBJECTS[topic](rows[topic]())

    assert subject.reference or subject.title
    assert resolve(subject.path.partition("?")[0])


def test_a_job_that_comes_back_has_one_row():
    for _ in range(3):
        queue.repeat("approvals.follow_trail", NOW)
        job = Job.objects.get(kind="approvals.follow_trail")
        assert queue.run(job.pk, NOW).state == JobState.DONE
