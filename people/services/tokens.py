"""Access tokens of the API: made, recognised, revoked. The secret is shown once and never stored."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.access import Scope
from people.models import ApiToken, User
from people.permissions import can_make_token, can_revoke_token
from people.services import notifications

MARK = "etk_"
"""Every secret begins so: scanners of repositories can look for it."""

LONGEST = timedelta(days=365)
MOST = 20
USE_IS_NOTED = timedelta(hours=1)
SHOWN = 12


@transaction.atomic
def make(
    owner: User, *, label: str, scopes: Collection[str], expires_on: date, by: Any, now: datetime
) -> tuple[ApiToken, str]:
    """A token and its secret, which nobody can read again. Raises Refused with what to change."""
    can_make_token(by, owner).enforce()
    label, today = label.strip(), timezone.localdate(now)
    _check(owner, label, scopes, expires_on, today)
    secret = MARK + secrets.token_urlsafe(32)
    token = ApiToken(
        owner=owner, label=label, prefix=secret[:SHOWN], digest=digest(secret),
        scopes=[scope.value for scope in Scope if scope in scopes], created_at=now, expires_on=expires_on,
    )  # fmt: skip
    with audit.record("api_token.created", by=by, on=token):
        token.save()
    notifications.tell(
        owner, event="api_token.created", subject=gettext_lazy("Un jeton d’accès à l’API a été créé"),
        text=label, url="/mon-profil/jetons/",
    )  # fmt: skip
    return token, secret


@transaction.atomic
def revoke(token: ApiToken, *, by: Any, now: datetime) -> ApiToken:
    """The token opens nothing from now on. Raises Refused when it opens nothing already."""
    token = ApiToken.objects.select_for_update().select_related("owner").get(pk=token.pk)
    can_revoke_token(by, token).enforce()
    token.revoked_at = now
    with audit.record("api_token.revoked", by=by, on=token):
        token.save()
    return token


def revoke_all(owner: User, *, by: Any, now: datetime) -> None:
    """What a departure ends: every token that is not revoked yet."""
    for token in ApiToken.objects.filter(owner=owner, revoked_at=None).order_by("pk"):
        token.revoked_at = now
        with audit.record("api_token.revoked", by=by, on=token):
            token.save()


def recognise(secret: str, *, today: date) -> ApiToken | None:
    """The token in force whose secret this is, its owner still with us; None otherwise.

    The lookup is by digest: what a stranger sends never meets a stored secret in a comparison.
    """
    found = ApiToken.objects.in_force(today).filter(digest=digest(secret)).select_related("owner").first()
    return found if found and found.owner.is_active else None


def note_use(token: ApiToken, *, now: datetime) -> None:
    """When it was last used, to the hour: one write an hour at most, outside of the trail."""
    if token.last_used_at is None or now - token.last_used_at >= USE_IS_NOTED:
        token.last_used_at = now
        token.save(update_fields=["last_used_at"])


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _check(owner: User, label: str, scopes: Collection[str], expires_on: date, today: date) -> None:
    """Raises Refused for the first thing that is not right."""
    if not label:
        raise Refused(_("Donnez un nom au jeton\u00a0: il dit à quoi il sert."))
    if not scopes or set(scopes) - set(Scope):
        raise Refused(_("Choisissez au moins une portée, parmi celles qui sont proposées."))
    if not today < expires_on <= today + LONGEST:
        raise Refused(_("Choisissez une fin entre demain et dans un an\u00a0: un jeton n’est pas éternel."))
    if ApiToken.objects.in_force(today).filter(owner=owner).count() >= MOST:
        raise Refused(_("Vous avez déjà %(most)d jetons\u00a0: révoquez-en un.") % {"most": MOST})
