"""Delivering what was told, as its reader chose: at once by mail, in the digest, or in the portal alone."""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from etech_ai.jobs.queue import Later
from people.events import MANNERS, Channel, channel_for, family_of
from people.models import Notification, NotificationSettings, User, UserStatus
from people.services import mails

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
GIVE_UP = timedelta(days=2)  # a mail server that is away for a week-end loses no mail
PERMANENT = 500  # SMTP: what is refused with 5xx will be refused again


class Undeliverable(Exception):
    """A mail that will not go out; the text names no address."""


Keep = Callable[[], Any]


def deliver(notification: Notification, *, now: datetime) -> Keep | None:
    """Send it if it is to be mailed now. What comes back writes the outcome, in the caller's transaction.

    None when it was mailed already, was taken back or its reader left. Raises Later when the mail server
    cannot take it now, Undeliverable when it never will.
    """
    user = notification.user
    if notification.mailed_at or user.status == UserStatus.LEFT:
        return None
    channel = channel_for(notification.event, chosen_by(user))
    if not _begin(notification, channel):
        return None
    if channel is Channel.MAIL:
        since = notification.due_at or notification.created_at
        patiently(lambda: _mail(notification), since=since, now=now)
    return lambda: _keep(notification, channel, now)


def _begin(notification: Notification, channel: Channel) -> bool:
    """From this statement on it cannot be taken back; False when it was, a moment ago."""
    return bool(Notification.objects.filter(pk=notification.pk, mailed_at=None).update(channel=channel))


def chosen_by(user: User) -> dict[str, str]:
    """The channels that the person chose, by family."""
    return NotificationSettings.objects.visible_to(user).values_list("channels", flat=True).first() or {}


def patiently(send: Callable[[], None], *, since: datetime, now: datetime) -> None:
    """Send a mail. Raises Later while its server is away, again and again until `GIVE_UP` after `since`.

    Raises Undeliverable for what the server refuses for good, or was away for too long.
    """
    try:
        send()
        return
    except OSError as error:  # smtplib's own are among them
        is_over, said = _is_permanent(error) or now - since > GIVE_UP, _said(error)
    if is_over:  # raised outside of the `except`: what hangs on to the first one names the address
        raise Undeliverable(said)
    raise Later(now + min(max(now - since, FIRST_WAIT), LONGEST_WAIT), said)


def _mail(notification: Notification) -> None:
    family = family_of(notification.event)
    mails.send(
        notification.user,
        subject=notification.subject,
        template="people/notification",
        context={
            "notification": notification,
            "link": mails.absolute(notification.url),
            "actions": _actions(notification),
            "family": family.label if family else "",
            "always": MANNERS[family].always if family else "",
        },
        key=f"notification:{notification.pk}:{notification.created_at.isoformat()}",
        about=notification.about,
    )


def _actions(notification: Notification) -> list[tuple[str, str]]:
    return [(label, mails.absolute(path)) for label, path in notification.actions.get("links", ())]


def _keep(notification: Notification, channel: Channel, now: datetime) -> dict[str, Any]:
    is_mailed = channel is Channel.MAIL
    if is_mailed:
        Notification.objects.filter(pk=notification.pk).update(mailed_at=now)
    return {"mailed": is_mailed, "channel": channel.value}


def _is_permanent(error: OSError) -> bool:
    codes = _codes(error)
    return bool(codes) and all(code >= PERMANENT for code in codes)


def _codes(error: OSError) -> list[int]:
    """What an SMTP server answered; nothing when none was reached."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _said(error: OSError) -> str:
    answered = _codes(error) or [code for code in [error.errno] if code]
    return " ".join([type(error).__name__, *map(str, answered)])
