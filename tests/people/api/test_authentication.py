"""Who calls: token or session, what each refusal says, and that none is a redirect."""

from datetime import timedelta

import pytest
from django.test import Client as WebClient
from rest_framework.throttling import SimpleRateThrottle

from builders.api import QUESTION, Caller, bearer
from builders.clock import NOW, TODAY
from builders.people import with_totp
from people.models import ApiToken
from people.services import tokens, users

pytestmark = pytest.mark.django_db
TOOLS = "/api/v1/tools/"


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize("value", ["Bearer", "Bearer ", "Bearer etk_nothing", "bearer é", "Bearer a b"])
def test_a_wrong_token_is_a_401_that_says_so(client, db, value):
    answer = client.get(TOOLS, headers={"Authorization": value.encode().decode("latin-1")})

    assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    assert answer["WWW-Authenticate"] == 'Bearer realm="etech", error="invalid_token"'


def test_unknown_expired_and_revoked_answer_alike(client, house, time_machine):
    expired, revoked = bearer(house.ana, expires_on=TODAY + timedelta(days=1)), bearer(house.ana)
    tokens.revoke(ApiToken.objects.latest("pk"), by=house.ana, now=NOW)
    time_machine.move_to(NOW + timedelta(days=2), tick=False)

    bodies = {
        client.get(TOOLS, headers=headers).content
        for headers in (expired, revoked, {"Authorization": "Bearer etk_unknown"})
    }

    assert len(bodies) == 1


def test_a_wrong_token_is_not_saved_by_a_session(house, client_for):
    answer = client_for(house.ana).get(TOOLS, headers={"Authorization": "Bearer etk_unknown"})

    assert answer.status_code == 401


def test_a_token_dies_with_the_departure_of_its_owner(client, house):
    headers = bearer(house.ana)
    assert client.get(TOOLS, headers=headers).status_code == 200

    users.leave(house.ana, by=house.adi, today=TODAY)

    assert client.get(TOOLS, headers=headers).status_code == 401


def test_a_token_loses_what_its_owner_loses(client, house):
    headers = bearer(house.ida)
    before = client.get("/api/v1/requests/", headers=headers).json()["total"]
    assignment = house.ida.role_assignments.get()
    users.roles.end(assignment, by=house.adi, today=TODAY)

    after = client.get("/api/v1/seats/", headers=headers).json()
    assert before == 0
    assert after["total"] == 0


def test_its_last_use_is_noted(client, house):
    headers = bearer(house.ana)

    client.get(TOOLS, headers=headers)

    assert ApiToken.objects.get().last_used_at == NOW


def test_roles_with_a_second_factor_take_it_here_too(house, settings, client, client_for):
    settings.SECOND_FACTOR_REQUIRED = True
    headers = bearer(house.dan)

    by_token = client.get(TOOLS, headers=headers)
    by_session = client_for(house.dan).get(TOOLS)

    for answer in (by_token, by_session):
        assert (answer.status_code, answer.json()["code"]) == (403, "second_factor")
    with_totp(house.dan)
    assert client.get(TOOLS, headers=headers).status_code == 200


def test_a_post_by_session_carries_its_csrf_token(house):
    client = WebClient(enforce_csrf_checks=True)
    client.force_login(house.ana)
    url, json = "/api/v1/data-answers/", "application/json"

    without = client.post(url, QUESTION, content_type=json)
    client.get("/mon-profil/")
    secret = client.cookies["csrftoken"].value
    given = client.post(url, QUESTION, content_type=json, headers={"X-CSRFToken": secret})

    assert (without.status_code, without.json()["code"]) == (403, "csrf")
    assert given.status_code == 200


def test_a_token_needs_no_csrf_token(house):
    client = WebClient(enforce_csrf_checks=True)
    url, json = "/api/v1/data-answers/", "application/json"

    assert client.post(url, QUESTION, content_type=json, headers=bearer(house.ana)).status_code == 200


def test_sentences_follow_the_language_asked_for_and_codes_do_not(client, db):
    french = client.get(TOOLS, headers={"Accept-Language": "fr"}).json()
    english = client.get(TOOLS, headers={"Accept-Language": "en"}).json()

    assert french["code"] == english["code"]
    assert french["detail"].startswith("Dites qui vous êtes")


def test_answers_are_kept_by_nobody_and_open_to_no_other_site(house):
    answer = Caller(house.ana).get("tools/", Origin="https://elsewhere.example")

    assert answer["Cache-Control"] == "no-store"
    assert {"Authorization", "Cookie"} <= set(answer["Vary"].split(", "))
    assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.fixture
def rates(monkeypatch):
    """Sets the rates of the throttles for one test."""

    def set_rates(**given):
        monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", SimpleRateThrottle.THROTTLE_RATES | given)

    return set_rates


def test_a_caller_is_slowed_down_and_told_for_how_long(house, rates, client_for):
    rates(api="2/min")
    caller = Caller(house.ana)
    assert [caller.get("tools/").status_code for _ in range(2)] == [200, 200]

    answer = caller.get("plans/")

    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert client_for(house.ana).get(TOOLS).status_code == 200  # counts apart


def test_the_engines_are_counted_apart_and_more_strictly(house, rates):
    rates(engines="1/min")
    caller = Caller(house.ana)

    assert caller.post("data-answers/", QUESTION).status_code == 200
    assert caller.post("data-answers/", QUESTION).status_code == 429
    assert caller.get("tools/").status_code == 200


def test_tries_that_name_nobody_are_counted_by_address(house, rates, client):
    rates(tries="2/min")
    tries = [client.get(TOOLS), client.get(TOOLS, headers={"Authorization": "Bearer x"}), client.get(TOOLS)]

    assert [answer.status_code for answer in tries] == [401, 401, 429]
    assert tries[-1]["Retry-After"]
    assert Caller(house.ana).get("tools/").status_code == 200  # a colleague behind the same address is served
