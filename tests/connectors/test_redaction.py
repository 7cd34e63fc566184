"""No piece of a credential in any text."""

import base64
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.connectors.redaction import DOTS, RUN, Secret

TOKEN = "ghp_demonstration+/0123456789=="
SECRETS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=8, max_size=80)
NOISE = st.text(max_size=60)


def _basic(user: str) -> str:
    return base64.b64encode(f"{user}:{TOKEN}".encode()).decode()


@pytest.mark.parametrize(
    "leak",
    [
        TOKEN,
        TOKEN.upper(),
        quote(TOKEN, safe=""),
        quote(TOKEN, safe="").lower(),
        quote(quote(TOKEN, safe=""), safe=""),
        quote_plus(TOKEN),
        json.dumps(TOKEN),
        TOKEN.replace("/", "\\/"),
        TOKEN.encode().hex(),
        repr(TOKEN.encode()),
        base64.b64encode(TOKEN.encode()).decode(),
        base64.urlsafe_b64encode(TOKEN.encode()).decode().rstrip("="),
        _basic(""),
        _basic("a"),
        _basic("user"),
        TOKEN[:12],
        TOKEN[:8],
        TOKEN[-8:],
        TOKEN[5:20],
        f"Bearer {TOKEN}",
    ],
)
def test_a_credential_is_covered_in_every_form(leak):
    said = Secret(TOKEN).redact(f"before {leak} after")

    assert DOTS in said
    assert said.startswith("before ")
    assert said.endswith(" after")
    assert not any(TOKEN[i : i + RUN].lower() in said.lower() for i in range(len(TOKEN) - RUN + 1))
    assert len(said) < len(f"before {leak} after") or len(leak) < 10


def test_a_text_without_the_credential_stays_as_it_is():
    text = "Resource not accessible by personal access token (GitHub Copilot Business: read)"

    assert Secret(TOKEN).redact(text) == text


def test_a_short_credential_is_covered_too():
    assert Secret("s3cr").redact("wrong key s3cr!") == f"wrong key {DOTS}!"


def test_a_secret_shows_nothing_of_itself():
    secret = Secret(TOKEN)

    assert TOKEN[:6] not in f"{secret!r} {secret} {[secret]}"


@given(SECRETS, NOISE, NOISE)
def test_no_run_of_a_plain_or_encoded_credential_survives(secret, before, after):
    keeper = Secret(secret)
    raw = secret.encode()
    forms = [secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], raw.hex()]

    for form in forms:
        said = keeper.redact(before + form + after).lower()
        assert not any(form[i : i + RUN].lower() in said for i in range(len(form) - RUN + 1))


@given(SECRETS, st.binary(max_size=12), st.binary(max_size=12), st.booleans())
def test_base64_around_a_credential_is_covered_but_for_its_edges(secret, before, after, is_url_safe):
    encode = base64.urlsafe_b64encode if is_url_safe else base64.b64encode
    said = Secret(secret).redact(encode(before + secret.encode() + after).decode())

    covered = len(encode(before + secret.encode() + after)) - len(said.replace(DOTS, ""))
    assert covered >= len(secret) * 8 // 6 - 2


@given(SECRETS, NOISE, st.integers(0, 80), st.integers(8, 80))
def test_no_piece_of_eight_characters_survives(secret, noise, start, length):
    piece = secret[start : start + length]
    said = Secret(secret).redact(noise + piece + noise)

    if len(piece) >= RUN:
        assert piece.lower() not in said.lower()


@given(SECRETS, st.text(max_size=200))
def test_redaction_is_stable(secret, text):
    keeper = Secret(secret)
    once = keeper.redact(text)

    assert keeper.redact(once) == once
