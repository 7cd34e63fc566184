"""Sending mail: text and HTML in the reader's language, with the headers that mail programs go by."""

from email.utils import parseaddr
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from people.models import User

# RFC 3834: no holiday answer, no loop; the second is what Exchange goes by.
MACHINE_MADE = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
IDENTITY = 24


def send(
    user: User, *, subject: Any, template: str, context: dict[str, Any], key: str = "", about: str = "",
) -> None:  # fmt: skip
    """One mail to one person, in their language, from `templates/emails/<template>.{txt,html}`.

    Mails of the same `key` have the same Message-ID: sent twice, they are one mail to a reader. Mails `about`
    the same thing stand in one thread. Raises what the mail server answers.
    """
    with override(user.language):
        context = {
            "base_url": settings.BASE_URL.rstrip("/"),
            "language": user.language,
            "subject": str(subject),
            "user": user,
            "settings_url": absolute(reverse("people:notification_settings")),
        } | context
        message = EmailMultiAlternatives(
            subject=" ".join(str(subject).split()),
            body=render_to_string(f"emails/{template}.txt", context),
            to=[user.email],
            headers=MACHINE_MADE | _list_headers(key) | _thread_headers(about),
        )
        message.attach_alternative(render_to_string(f"emails/{template}.html", context), "text/html")
        message.send()


def absolute(path: str) -> str:
    """A path of the portal as an address that opens from a mail."""
    return f"{settings.BASE_URL.rstrip('/')}{path}" if path.startswith("/") else path


def message_id(key: str) -> str:
    """The same for the same key, and another one on another installation."""
    digest = sha256(f"{settings.BASE_URL} {key}".encode()).hexdigest()
    return f"<{digest[:IDENTITY]}@{domain()}>"


def domain() -> str:
    """The domain of our sender."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def _list_headers(key: str) -> dict[str, str]:
    """Mails that come again say which list they are (RFC 2919) and where one leaves it (RFC 2369)."""
    if not key:
        return {}
    leave = absolute(reverse("people:notification_settings"))
    return {
        "Message-ID": message_id(key),
        "List-Id": f"Portail IA Etech <notifications.portail-ia.{domain()}>",
        "List-Unsubscribe": f"<{leave}>",
    }


def _thread_headers(about: str) -> dict[str, str]:
    if not about:
        return {}
    start = message_id(f"about:{about}")
    return {"In-Reply-To": start, "References": start}
