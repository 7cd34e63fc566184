"""Deciding from a mail: a link opens a page for one person, once; following it decides nothing."""

import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.utils import timezone

from approvals.models import SpentLink
from approvals.services import link_tokens, requests
from approvals.workflow import Move, State
from builders.clock import NOW
from builders.requests import a_link, a_request, current, sent
from etech_ai.audit.models import Event
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job
from people.access import Role
from people.services import roles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def request_(house):
    return sent(house)


def address(token):
    return f"/decision/{token}/"


def state_of(request):
    request.refresh_from_db()
    return request.state


# ---------------------------------------------------------------- from the mail to the decision
def test_the_mail_to_a_decider_offers_three_moves_and_each_opens_its_page(house, request_, client_for):
    for job in Job.objects.filter(kind="people.send_notification"):
        queue.run(job.pk, timezone.now())
    written = next(message for message in mail.outbox if message.to == [house.cho.email])
    links = re.findall(r"http://127\.0\.0\.1:8000(/decision/\S+)", written.body)

    assert len(links) == 3
    assert all(link in written.alternatives[0][0] for link in links)
    client = client_for(house.cho)
    proposed = [client.get(link).context["form"]["move"].value() for link in links]
    assert proposed == [Move.APPROVE, Move.ASK, Move.REFUSE]
    assert state_of(request_) == State.WAITING


def test_confirming_decides_once_and_the_trail_knows_who(house, request_, client_for):
    client, link = client_for(house.cho), address(a_link(request_, house.cho))
    answer = client.post(link, {"move": "approve", "message": ""})

    assert (answer.status_code, answer["Location"]) == (303, "/a-decider/")
    assert state_of(request_) == State.APPROVED
    assert Event.objects.filter(name="request.approved").get().actor_ref == f"people.user:{house.cho.pk}"


def test_another_move_than_the_one_proposed_may_be_confirmed(house, request_, client_for):
    sent_ = {"move": "refuse", "message": "Budget épuisé"}
    client_for(house.cho).post(address(a_link(request_, house.cho)), sent_)

    assert state_of(request_) == State.REFUSED


def test_a_refusal_without_a_reason_keeps_the_link_and_what_was_chosen(house, request_, client_for):
    client, link = client_for(house.cho), address(a_link(request_, house.cho, Move.REFUSE))
    page = client.post(link, {"move": "refuse", "message": ""})

    assert page.status_code == 422
    assert "Donnez la raison du refus" in page.content.decode()
    assert client.post(link, {"move": "refuse", "message": "Trop tôt"}).status_code == 303


def test_there_is_no_link_in_the_mail_about_opening_an_access(house):
    granted = a_request(house, State.APPROVED)

    assert link_tokens.for_mail(current(granted), house.ida, now=NOW) is None


# ---------------------------------------------------------------- reading decides nothing
def test_a_scanner_that_follows_the_link_a_hundred_times_changes_nothing(house, request_, client, client_for):
    link, before = address(a_link(request_, house.cho)), Event.objects.count()
    for _ in range(50):
        client.get(link)
        client.head(link)
    reader = client_for(house.cho)
    for _ in range(5):
        assert (reader.get(link).status_code, reader.head(link).status_code) == (200, 200)

    assert state_of(request_) == State.WAITING
    assert not SpentLink.objects.exists()
    signed_in = Event.objects.filter(name="user.signed_in").count()
    assert Event.objects.count() - signed_in == before


def test_a_stranger_to_the_portal_signs_in_first(house, request_, client):
    link = address(a_link(request_, house.cho))
    answer = client.get(link)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/compte/login/?next=/decision/")
    assert client.post(link, {"move": "approve"}).status_code == 302
    assert state_of(request_) == State.WAITING


def test_the_page_is_never_kept_by_a_cache(house, request_, client_for):
    assert "no-store" in client_for(house.cho).get(address(a_link(request_, house.cho)))["Cache-Control"]


# ---------------------------------------------------------------- a forwarded mail
@pytest.mark.parametrize("name", ["zoe", "ana", "dan", "adi"])
def test_a_forwarded_link_decides_nothing_and_tells_nothing(house, request_, client_for, name):
    """Not even for a person who may read or decide the request by other means."""
    roles.grant(house.zoe, role=Role.CHAMPION, starts_on=NOW.date(), by=house.adi, today=NOW.date())
    client, link = client_for(getattr(house, name)), address(a_link(request_, house.cho))
    page, answer = client.get(link), client.post(link, {"move": "approve"})

    assert (page.status_code, answer.status_code) == (403, 403)
    assert "Ce lien est pour une autre personne" in page.content.decode()
    assert request_.reference not in page.content.decode().replace(link, "")
    assert state_of(request_) == State.WAITING


# ---------------------------------------------------------------- forged, used, expired
@pytest.mark.parametrize("change", ["cut", "flip", "other salt", "unsigned", "empty"])
def test_a_forged_link_is_an_unknown_page(house, request_, client_for, change):
    token = a_link(request_, house.cho)
    content = token.split(":")[0]
    forged = {
        "cut": token[:-1],
        "flip": ("A" if token[0] != "A" else "B") + token[1:],
        "other salt": signing.dumps([current(request_).pk, house.cho.pk, "approve", 9999999999, "x"]),
        "unsigned": content,
        "empty": ":",
    }[change]
    client = client_for(house.cho)

    assert client.get(address(forged)).status_code == 404
    assert client.post(address(forged), {"move": "approve"}).status_code == 404
    assert state_of(request_) == State.WAITING


def test_a_used_link_says_so_and_so_do_the_others_of_the_same_mail(house, request_, client_for):
    actions = link_tokens.for_mail(current(request_), house.cho, now=NOW)
    approve, ask, refuse = (path for _, path in actions.links)
    client = client_for(house.cho)
    client.post(approve, {"move": "approve"})

    for link in (approve, ask, refuse):
        page = client.get(link)
        assert page.status_code == 410
        assert "Ce lien a déjà servi" in page.content.decode()
        assert client.post(link, {"move": "refuse", "message": "Non"}).status_code == 410
    assert state_of(request_) == State.APPROVED


def test_an_expired_link_says_so_and_offers_the_inbox(house, request_, client_for, time_machine):
    link = address(a_link(request_, house.cho))
    time_machine.move_to(NOW + link_tokens.VALID_FOR + timedelta(seconds=1))
    client = client_for(house.cho)
    page = client.get(link)

    assert page.status_code == 410
    assert "Ce lien a expiré" in page.content.decode()
    assert 'href="/a-decider/"' in page.content.decode()
    assert client.post(link, {"move": "approve"}).status_code == 410
    assert state_of(request_) == State.WAITING


def test_a_step_that_somebody_else_decided_says_who(house, request_, client_for):
    link = address(a_link(request_, house.cho))
    roles.grant(house.zoe, role=Role.CHAMPION, starts_on=NOW.date(), by=house.adi, today=NOW.date())
    zoe = type(house.zoe).objects.get(pk=house.zoe.pk)
    requests.decide(current(request_), by=zoe, move=Move.REFUSE, message="Non", now=NOW)
    client = client_for(house.cho)

    assert "Zoé Zeller a déjà refusé" in client.get(link).content.decode()
    answer = client.post(link, {"move": "approve"})
    assert answer.status_code == 422
    assert "Zoé Zeller a déjà refusé" in answer.content.decode()
    assert not SpentLink.objects.exists()


def test_who_no_longer_holds_the_role_opens_nothing(house, request_, client_for):
    link = address(a_link(request_, house.cho))
    held = house.cho.role_assignments.get(role=Role.CHAMPION)
    roles.end(held, by=house.adi, today=NOW.date())
    client = client_for(type(house.cho).objects.get(pk=house.cho.pk))

    assert client.get(link).status_code == 404
    assert client.post(link, {"move": "approve"}).status_code == 404
    assert state_of(request_) == State.WAITING
