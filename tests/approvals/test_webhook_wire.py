"""What travels to other programs: its forms, and a signature that anybody can verify."""

import base64
import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from approvals import webhook_wire as wire
from approvals.webhook_events import EVENTS, Form
from compliance.trail.phrases import PHRASES

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()


def message(**changes):
    given = {
        "event": "request.approved", "at": AT, "position": 12, "topic": "request",
        "reference": "DEM-2026-001", "title": "Siège Copilot", "state": "approved",
        "text": "Une demande est approuvée",
        "url": "https://ia.etech.example/demandes/DEM-2026-001/", "link": "Ouvrir dans le portail",
    }  # fmt: skip
    return wire.Message(**{**given, **changes})


def test_every_event_is_one_of_the_trail():
    assert sorted(set(EVENTS) - set(PHRASES)) == []


def test_the_signature_is_that_of_standard_webhooks():
    """Computed here from the specification, with nothing of ours."""
    body = b'{"test": 2432232314}'
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    expected = hmac.new(key, b"msg_1.1795510800." + body, hashlib.sha256).digest()

    given = wire.headers(SECRET, "msg_1", datetime.fromtimestamp(1795510800, UTC), body)
    assert given["webhook-id"] == "msg_1"
    assert given["webhook-timestamp"] == "1795510800"
    assert given["webhook-signature"] == "v1," + base64.b64encode(expected).decode()


def test_the_example_of_the_specification_verifies():
    """https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md"""
    secret, identity, timestamp = (
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
    )

    signature = wire.signature(secret, identity, timestamp, b'{"test": 2432232314}')
    assert signature == "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_verifies_until_it_is_old():
    body = wire.write(Form.JSON, message())
    given = wire.headers(SECRET, "msg_1", AT, body)

    assert wire.verify(SECRET, given, body, AT + timedelta(seconds=wire.TOLERANCE))
    assert not wire.verify(SECRET, given, body, AT + timedelta(seconds=wire.TOLERANCE + 1))
    assert not wire.verify(SECRET, given, body, AT - timedelta(seconds=wire.TOLERANCE + 1))


@pytest.mark.parametrize("change", ["body", "identity", "time", "secret", "unsigned"])
def test_what_was_changed_on_the_way_does_not_verify(change):
    body, secret = wire.write(Form.JSON, message()), SECRET
    given = wire.headers(SECRET, "msg_1", AT, body)
    if change == "body":
        body += b" "
    elif change == "secret":
        secret = wire.new_secret()
    else:
        name = {"identity": "webhook-id", "time": "webhook-timestamp", "unsigned": "webhook-signature"}[
            change
        ]
        given[name] = {"time": str(int(AT.timestamp()) + 1), "unsigned": ""}.get(change, "msg_2")

    assert not wire.verify(secret, given, body, AT)


def test_the_snippet_of_the_documentation_verifies(time_machine):
    time_machine.move_to(AT)
    page = Path(settings.BASE_DIR, "docs", "webhooks.md").read_text()
    snippet: dict = {}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1], snippet)
    body = wire.write(Form.JSON, message())
    given = wire.headers(SECRET, "msg_1", AT, body)

    assert snippet["is_genuine"](SECRET, given, body)
    assert not snippet["is_genuine"](wire.new_secret(), given, body)
    assert not snippet["is_genuine"](SECRET, given, body + b" ")
    time_machine.move_to(AT + timedelta(seconds=wire.TOLERANCE + 1))
    assert not snippet["is_genuine"](SECRET, given, body)


def test_two_secrets_are_never_the_same_and_hold_256_bits():
    first, second = wire.new_secret(), wire.new_secret()

    assert first != second
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32


def test_what_is_no_secret_signs_nothing():
    with pytest.raises(ValueError):
        wire.signature("whsec_é", "msg_1", "1", b"")


def test_the_plain_form_says_what_on_what_and_where():
    said = json.loads(wire.write(Form.JSON, message()))

    assert said["type"] == "request.approved"
    assert said["timestamp"] == "2026-11-24T09:00:00+00:00"
    assert said["data"]["reference"] == "DEM-2026-001"
    assert said["data"]["position"] == 12


def test_slack_reads_a_sentence_and_a_link():
    text = json.loads(wire.write(Form.SLACK, message()))["text"]

    assert text.splitlines() == [
        "*Une demande est approuvée*",
        "DEM-2026-001 · Siège Copilot",
        "<https://ia.etech.example/demandes/DEM-2026-001/|Ouvrir dans le portail>",
    ]


def test_a_name_cannot_call_everybody_or_forge_a_link():
    text = json.loads(wire.write(Form.SLACK, message(title="<!channel> @channel [ici](http://mal) *x*")))[
        "text"
    ]

    assert "<!channel>" not in text
    assert "@channel" not in text
    assert "[ici]" not in text


def test_teams_reads_an_adaptive_card():
    said = json.loads(wire.write(Form.TEAMS, message(title="a*b {{DATE()}}")))
    card = said["attachments"][0]["content"]

    assert said["type"] == "message"
    assert card["type"] == "AdaptiveCard"
    assert card["actions"][0]["url"] == "https://ia.etech.example/demandes/DEM-2026-001/"
    assert "{{" not in json.dumps(card["body"])
    assert "a\\*b" in card["body"][1]["text"]
