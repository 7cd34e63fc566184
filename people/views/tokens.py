"""Access tokens of the API: one's own, made and revoked; every token for who manages people."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from etech_ai import web
from people import permissions
from people.access import Permission, Scope
from people.decorators import open_to_staff, requires
from people.forms import TokenForm
from people.models import ApiToken
from people.services import tokens
from people.views.answers import accepted, act, sent

USUAL_LIFE = timedelta(days=90)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def token_list(request: web.HtmxRequest) -> HttpResponse:
    """One's own tokens, and the form that makes one.

    The answer to the form shows the secret, with no redirect: it is stored nowhere, so no other page could.
    """
    user, now = request.user, timezone.now()
    today = timezone.localdate(now)
    form = TokenForm(sent(request), initial={"expires_on": today + USUAL_LIFE})
    made: list[Any] = []
    if request.method == "POST" and accepted(
        form, lambda data: made.extend(tokens.make(user, by=user, now=now, **data))
    ):
        form = TokenForm(initial={"expires_on": today + USUAL_LIFE})
    rows = ApiToken.objects.filter(owner=user).for_list()
    context = {
        "form": form,
        "rows": [_line(row, today) for row in rows],
        "made": made[0] if made else None,
        "secret": made[1] if made else "",
        "today": today,
    }
    status = 201 if made else 422 if request.method == "POST" else 200
    return web.render_page(request, "people/token_list_page.html", context, status=status)


@requires(Permission.MANAGE_PEOPLE)
@require_safe
def token_register(request: web.HtmxRequest) -> HttpResponse:
    """Everybody's tokens, the ones in force first: who holds one, what for, when it was last used."""
    today = timezone.localdate()
    found = ApiToken.objects.visible_to(request.user).select_related("owner")
    if request.GET.get("vue") != "tous":
        found = found.in_force(today)
    page = web.paginate(request, found.order_by("owner__last_name", "-created_at", "pk"))
    context = {"page": page, "rows": [_line(row, today) for row in page], "view": request.GET.get("vue", "")}
    return web.render_page(request, "people/token_register_page.html", context)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def token_revoke(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Revoke a token, after a page that says what it ends."""
    visible = ApiToken.objects.visible_to(request.user).select_related("owner")
    token = get_object_or_404(visible, pk=pk)
    back = reverse("people:token_list" if token.owner == request.user else "people:token_register")
    if request.method == "POST":
        done = _("Le jeton est révoqué\u00a0: il n’ouvre plus rien.")
        now = timezone.now()
        return act(request, back, done, lambda: tokens.revoke(token, by=request.user, now=now))
    verdict = permissions.can_revoke_token(request.user, token)
    context = {"line": _line(token, timezone.localdate()), "verdict": verdict, "back": back}
    return web.render_page(request, "people/token_revoke_page.html", context)


def _line(token: ApiToken, today: Any) -> dict[str, Any]:
    """A token as its row shows it."""
    if token.revoked_at:
        state = ("neutral", "circle-minus", _("Révoqué"))
    elif token.expires_on < today:
        state = ("neutral", "clock-off", _("Expiré"))
    else:
        state = ("success", "check", _("Valable"))
    scopes = [_(Scope(scope).label) for scope in token.scopes if scope in set(Scope)]
    is_in_force = token.is_in_force(today)
    return {"token": token, "state": state, "scopes": scopes, "is_in_force": is_in_force}
