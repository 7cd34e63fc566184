"""Signing in with a password: who may, who may not, what is counted, what is recorded."""

import json

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.core import mail

from builders.clock import TODAY
from builders.people import BUILDER, PASSWORD, admitted, pending, with_password
from etech_ai.audit.models import Event
from people.models import User
from people.services import users

pytestmark = pytest.mark.django_db
LOGIN = "/compte/login/"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def signed_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_opens_the_portal_and_is_a_fact(client):
    user = with_password(admitted())
    response = sign_in(client, "EVE@etech.example")

    assert (response.status_code, response.url) == (302, "/")
    assert signed_in(client)
    event = Event.objects.get(name="user.signed_in")
    assert event.actor_ref == f"people.user:{user.pk}"
    assert json.loads(event.payload)["facts"] == {"method": "password"}


def test_a_wrong_password_opens_nothing_and_is_no_event(client):
    with_password(admitted())
    before = Event.objects.count()
    response = sign_in(client, "eve@etech.example", "pas celui-là")

    assert response.status_code == 200
    assert not signed_in(client)
    assert Event.objects.count() == before


def test_an_unknown_address_answers_like_a_wrong_password(client):
    with_password(admitted())
    known = sign_in(client, "eve@etech.example", "pas celui-là")
    unknown = sign_in(client, "personne@etech.example", "pas celui-là")

    assert known.context["form"].errors == unknown.context["form"].errors


def test_the_sixth_failure_for_one_address_is_stopped_even_with_the_right_password(client):
    with_password(admitted())
    for _attempt in range(5):
        sign_in(client, "eve@etech.example", "pas celui-là")
    sign_in(client, "eve@etech.example")

    assert not signed_in(client)


@pytest.mark.parametrize(("proxies", "stopped"), [(0, True), (1, False)])
def test_the_throttle_believes_as_many_proxies_as_it_is_told(client, settings, proxies, stopped):
    """Forged entries before the trusted ones never count: ten addresses, one real client."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    with_password(admitted())
    for number in range(10):
        forwarded = f"203.0.113.{number}"
        sign_in(client, f"a{number}@etech.example", "non", headers={"x-forwarded-for": forwarded})
    sign_in(client, "eve@etech.example", headers={"x-forwarded-for": "203.0.113.99"})

    assert signed_in(client) is not stopped


def test_a_forged_entry_does_not_hide_the_client_from_the_throttle(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    with_password(admitted())
    for number in range(10):
        forwarded = f"198.51.100.{number}, 203.0.113.7"
        sign_in(client, f"a{number}@etech.example", "non", headers={"x-forwarded-for": forwarded})
    sign_in(client, "eve@etech.example", headers={"x-forwarded-for": "198.51.100.99, 203.0.113.7"})

    assert not signed_in(client)


def test_a_leaver_may_not_sign_in(client, house):
    with_password(house.ana)
    users.leave(house.ana, by=house.adi, today=TODAY)
    with_password(house.ana)
    sign_in(client, house.ana.email)

    assert not signed_in(client)


def test_a_departure_ends_open_sessions(client_for, house):
    client = client_for(house.ana)
    users.leave(house.ana, by=house.adi, today=TODAY)

    assert client.get("/mon-profil/").url.startswith(LOGIN)


def test_local_sign_up_is_closed(client):
    answers = [client.get("/compte/signup/"), client.post("/compte/signup/", {"email": "a@b.example"})]

    assert not User.objects.exists()
    assert all("account/signup_closed.html" in [t.name for t in a.templates] for a in answers)


def test_a_forgotten_password_is_set_by_mail_without_touching_the_person(client):
    user = with_password(admitted())
    client.post("/compte/password/reset/", {"email": "eve@etech.example"})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    page = client.get(link.partition("testserver")[2], follow=True)
    new = "prune-de-damas-2026"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})

    assert sign_in(client, "eve@etech.example", new).status_code == 302
    assert User.objects.get(pk=user.pk).check_password(new)


def test_an_invitation_link_sets_the_first_password_once(client):
    user = admitted()
    users.send_invitation(user)
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    path = "/" + link.split("/", 3)[3]
    page = client.get(path, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})

    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert "token_fail" in client.get(path, follow=True).context


def test_an_unknown_address_gets_no_reset_mail_and_the_same_page(client):
    response = client.post("/compte/password/reset/", {"email": "personne@etech.example"})

    assert response.status_code == 302
    assert mail.outbox == []


def test_a_weak_password_is_refused(client, client_for):
    user = with_password(admitted())
    client = client_for(user)
    response = client.post(
        "/compte/password/change/", {"oldpassword": PASSWORD, "password1": "eve", "password2": "eve"}
    )

    assert response.status_code == 200
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


def test_passwords_are_hashed_with_argon2_outside_tests(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = admitted()
    users.set_password(user, password=PASSWORD, by=BUILDER)

    assert identify_hasher(user.password).algorithm == "argon2"


def test_a_pending_person_only_sees_the_waiting_page(client_for):
    client = client_for(pending())

    assert client.get("/personnes/").url == "/en-attente/"
    assert client.get("/mon-profil/").url == "/en-attente/"
    assert client.get("/en-attente/").status_code == 200


def test_an_admitted_person_has_nothing_to_wait_for(client_for):
    assert client_for(admitted()).get("/en-attente/").url == "/"


def test_ones_address_is_not_changed_by_oneself(client_for):
    client = client_for(admitted())

    assert client.get("/compte/email/").url == "/mon-profil/"
    assert client.post("/compte/email/", {"action_add": "", "email": "x@y.example"}).url == "/mon-profil/"
    assert not User.objects.filter(email="x@y.example").exists()
