"""Signing in through the identity provider: a real one, over HTTP, in a thread."""

from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
import pytest
from allauth.socialaccount.models import SocialAccount

from builders.clock import TODAY
from builders.people import PASSWORD, admitted, pending, with_password
from etech_ai.audit.models import Event
from people.models import User
from people.services import users

# The provider that plays the other side warns about its own libraries.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]


@pytest.fixture(scope="module")
def provider():
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(autouse=True)
def _configured(settings, provider):
    app = {"provider_id": "etech", "name": "Etech", "client_id": "portail", "secret": "secret"}
    app["settings"] = {"server_url": provider}
    settings.OIDC_ISSUER = provider
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


@pytest.fixture
def come_from(client, provider):
    """Sign in at the provider as `subject`, which says those claims, and come back."""

    def come(subject="u-1", **userinfo):
        said = {"email": "ines@ailleurs.example", "given_name": "Inès", "family_name": "Connue"} | userinfo
        said = {name: value for name, value in said.items() if value is not None}
        httpx.put(f"{provider}/users/{subject}", json=said).raise_for_status()
        away = client.post("/compte/oidc/etech/login/")
        back = httpx.post(away.url, data={"sub": subject})
        parts = urlsplit(back.headers["location"])
        return client.get(parts.path, dict(parse_qs(parts.query)))

    return come


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_the_request_carries_a_pkce_challenge(client):
    query = parse_qs(urlsplit(client.post("/compte/oidc/etech/login/").url).query)

    assert query["code_challenge_method"] == ["S256"]
    assert query["state"]


def test_somebody_unknown_is_created_pending_without_any_right_and_in_the_trail(client, come_from):
    come_from(email_verified=True)

    user = User.objects.get(email="ines@ailleurs.example")
    assert (user.status, user.first_name, user.last_name) == ("pending", "Inès", "Connue")
    assert user.roles == frozenset()
    assert signed_in(client) == str(user.pk)
    assert Event.objects.filter(name="user.registered").exists()
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/en-attente/"


def test_they_come_back_as_the_same_person(client, come_from):
    come_from()
    client.post("/compte/logout/")
    come_from(email="autre@ailleurs.example")

    assert User.objects.count() == 1
    assert User.objects.get().email == "ines@ailleurs.example"


def test_a_verified_address_links_the_account_that_has_it(client, come_from):
    user = with_password(admitted())
    come_from(email="Eve@etech.example", email_verified=True)

    assert signed_in(client) == str(user.pk)
    assert SocialAccount.objects.get().user == user
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


@pytest.mark.parametrize("verified", [None, False, "true", 1])
def test_an_unverified_address_links_nothing_and_says_why(client, come_from, verified):
    admitted()
    response = come_from(email="eve@etech.example", email_verified=verified)

    assert response.status_code == 403
    assert "ne l’a pas" in response.content.decode()
    assert not SocialAccount.objects.exists()
    assert not signed_in(client)
    assert User.objects.count() == 1


def test_an_account_linked_to_one_identity_is_not_linked_to_another(client, come_from):
    admitted()
    come_from("u-1", email="eve@etech.example", email_verified=True)
    client.post("/compte/logout/")
    response = come_from("u-2", email="eve@etech.example", email_verified=True)

    assert response.status_code == 403
    assert SocialAccount.objects.count() == 1


def test_a_pending_account_is_not_taken_over_by_its_address(client, come_from):
    come_from("u-1", email="ines@ailleurs.example")
    client.post("/compte/logout/")
    response = come_from("u-2", email="ines@ailleurs.example", email_verified=True)

    assert response.status_code == 403
    assert SocialAccount.objects.count() == 1


def test_a_provider_that_gives_no_address_is_refused(client, come_from):
    response = come_from(email=None)

    assert response.status_code == 403
    assert not User.objects.exists()


def test_being_signed_in_does_not_spare_the_checks_on_another_identity(client, come_from):
    client.force_login(admitted())
    response = come_from(email=None)

    assert response.status_code == 403
    assert User.objects.count() == 1


def test_another_issuer_than_the_configured_one_is_refused(client, come_from, settings):
    settings.OIDC_ISSUER = "https://sso.etech.example"
    response = come_from(email_verified=True)

    assert response.status_code == 403
    assert not User.objects.exists()


def test_a_leaver_does_not_come_back_by_the_provider(client, come_from, house):
    users.leave(house.ana, by=house.adi, today=TODAY)
    come_from(email=house.ana.email, email_verified=True)

    assert not signed_in(client)
    assert not SocialAccount.objects.exists()


def test_a_refused_person_does_not_come_back_either(client, come_from, house):
    come_from(email_verified=True)
    client.post("/compte/logout/")
    users.refuse(User.objects.get(email="ines@ailleurs.example"), by=house.adi, today=TODAY)
    come_from(email_verified=True)

    assert not signed_in(client)


def test_the_sign_in_page_offers_the_provider_by_its_name(client):
    assert "Continuer avec Etech" in client.get("/compte/login/").content.decode()


def test_without_a_provider_the_page_offers_none(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}

    assert "Continuer avec" not in client.get("/compte/login/").content.decode()


def test_somebody_pending_is_admitted_and_enters(client, come_from, house):
    come_from(email_verified=True)
    users.admit(User.objects.get(status="pending"), by=house.adi, now=users.timezone.now())

    assert client.get("/mon-profil/").status_code == 200
    assert pending("autre@ailleurs.example").status == "pending"
