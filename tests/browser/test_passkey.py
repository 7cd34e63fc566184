"""A passkey from enrolment to sign-in, on a virtual authenticator, under the strict policy."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from people.services import users

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


PASSWORD = "a long enough password 2026"


def test_passkey_is_enrolled_then_opens_the_portal(visit, house, live_server):
    users.set_password(house.ana, password=PASSWORD, by=house.adi)
    EmailAddress.objects.get_or_create(user=house.ana, email=house.ana.email, verified=True, primary=True)
    seen = visit("mfa_index", house.ana)
    page = seen.page
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    page.goto(live_server.url + reverse("mfa_add_webauthn"))
    _confirm_password(page)
    page.get_by_label("Sans mot de passe").check()
    page.get_by_role("button", name="Ajouter").click()
    page.wait_for_url("**/recovery-codes/**")

    page.get_by_role("button", name="Se déconnecter").click()
    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url(lambda url: "/compte/" not in url)
    assert "Se connecter" not in page.title()
    assert [message for message in seen.console() if "policy" in message.lower()] == []


def _confirm_password(page):
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    page.wait_for_url(lambda url: "reauthenticate" not in url)  # loaded: its script has bound the button
