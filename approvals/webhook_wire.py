"""What travels: the body of a message in each form, its signature, and how a receiver verifies it.

Pure. The headers and the signature are those of Standard Webhooks (standardwebhooks.com, v1): HMAC-SHA256
over « id.timestamp.body » with the secret that was shown once. A message carries what happened, on what, and
where to read it: no name of a person, no client, no text that somebody wrote.
"""

import base64
import binascii
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from approvals.webhook_events import Form

PREFIX = "whsec_"
SECRET_BYTES = 32
TOLERANCE = 300
"""Seconds for which a receiver should take a message: older ones are replays."""

CARD_SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


@dataclass(frozen=True, slots=True)
class Message:
    """What happened. `text` is a sentence in the language of the webhook, `url` an absolute address."""

    event: str
    at: datetime
    position: int  # in the trail: receivers may order by it; 0 for a test
    topic: str
    reference: str
    title: str
    state: str
    text: str
    url: str
    link: str  # the words of the link, in the same language


def new_secret() -> str:
    """A secret of 256 random bits, as Standard Webhooks writes them."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def write(form: Form, message: Message) -> bytes:
    """The body, in that form, as UTF-8 JSON."""
    body = {Form.JSON: _plain, Form.SLACK: _slack, Form.TEAMS: _teams}[form](message)
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def headers(secret: str, identity: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of one sending: the identity stays over retries, the time and the signature do not."""
    timestamp = str(int(at.timestamp()))
    return {
        "Content-Type": "application/json; charset=utf-8",
        "webhook-id": identity,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature(secret, identity, timestamp, body)}",
    }


def signature(secret: str, identity: str, timestamp: str, body: bytes) -> str:
    """The HMAC of a message, in base64. Raises ValueError for what is no secret of ours."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error as error:
        raise ValueError("not a webhook secret") from error
    signed = f"{identity}.{timestamp}.".encode() + body
    return base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def verify(secret: str, given: dict[str, str], body: bytes, now: datetime) -> bool:
    """What a receiver does (docs/webhooks.md): right signature, and not older than `TOLERANCE` seconds."""
    identity, timestamp = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not timestamp.isdecimal() or abs(now.timestamp() - int(timestamp)) > TOLERANCE:
        return False
    expected = signature(secret, identity, timestamp, body)
    signatures = (part.removeprefix("v1,") for part in given.get("webhook-signature", "").split())
    return any(hmac.compare_digest(expected, one) for one in signatures)


def _plain(message: Message) -> dict[str, Any]:
    return {
        "type": message.event,
        "timestamp": message.at.isoformat(),
        "data": {
            "position": message.position,
            "topic": message.topic,
            "reference": message.reference,
            "title": message.title,
            "state": message.state,
            "text": message.text,
            "url": message.url,
        },
    }


def _slack(message: Message) -> dict[str, Any]:
    """Slack's mrkdwn; Mattermost reads it too. What it could take for a mention or a link stays text."""
    named = " · ".join(_quiet(part) for part in (message.reference, message.title) if part)
    link = f"<{message.url}|{_quiet(message.link)}>"
    return {"text": f"*{_quiet(message.text)}*" + (f"\n{named}" if named else "") + f"\n{link}"}


def _quiet(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "@*_~`[]":  # a zero-width space behind a mark takes its meaning away
        escaped = escaped.replace(mark, f"{mark}\u200b")
    return escaped


def _teams(message: Message) -> dict[str, Any]:
    """An Adaptive Card, as the Workflows webhook of Teams takes it."""
    lines = [{"type": "TextBlock", "text": _plain_line(message.text), "weight": "bolder", "wrap": True}]
    named = " · ".join(part for part in (message.reference, message.title) if part)
    lines += [{"type": "TextBlock", "text": _plain_line(named), "wrap": True}] if named else []
    card = {
        "$schema": CARD_SCHEMA,
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": lines,
        "actions": [{"type": "Action.OpenUrl", "title": message.link, "url": message.url}],
    }
    content = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [content]}


def _plain_line(text: str) -> str:
    """A text block reads Markdown and `{{…}}`: neither is meant here."""
    for mark in "\\*_[]()#{}":
        text = text.replace(mark, f"\\{mark}" if mark not in "{}" else f"{mark}\u200b")
    return text
