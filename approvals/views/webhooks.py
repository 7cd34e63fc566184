"""Webhooks, for administrators: which there are, what each was sent, a test, a new try."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from approvals.models import Delivery, Webhook
from approvals.services import webhooks
from approvals.webhook_events import EVENTS, OUTCOMES, PING
from approvals.webhook_forms import LogForm, WebhookForm
from etech_ai import web
from people.access import Permission
from people.decorators import requires
from people.views.answers import accepted, act, sent

PER_PAGE = 25


@require_safe
@requires(Permission.MANAGE_WEBHOOKS)
def webhook_list(request: web.HtmxRequest) -> HttpResponse:
    """Every webhook, whether it hears, since when."""
    rows = Webhook.objects.visible_to(request.user).for_list()
    return web.render_page(request, "approvals/webhook_list_page.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@requires(Permission.MANAGE_WEBHOOKS)
def webhook_new(request: web.HtmxRequest) -> HttpResponse:
    """Add one; the page that answers shows its secret, and no other ever will."""
    form = WebhookForm(sent(request), initial={"form": "json", "language": "fr", "events": list(EVENTS)})
    made: list[Any] = []
    if request.method == "POST" and accepted(
        form, lambda _data: made.extend(webhooks.add(form.wanted(), by=request.user, now=timezone.now()))
    ):
        return _show_secret(request, *made)
    status = 422 if request.method == "POST" else 200
    return web.render_page(request, "approvals/webhook_form_page.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.MANAGE_WEBHOOKS)
def webhook_edit(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Change one; an empty address keeps what is stored."""
    webhook = _visible(request, pk)
    initial = {name: getattr(webhook, name) for name in ("label", "form", "language", "events")}
    form = WebhookForm(sent(request), initial=initial, keeps_address=True)
    if request.method == "POST" and accepted(
        form, lambda _data: webhooks.edit(webhook, form.wanted(), by=request.user)
    ):
        messages.success(request, _("Le webhook est modifié."))
        return web.see_other(_sheet(pk))
    context = {"form": form, "webhook": webhook}
    status = 422 if request.method == "POST" else 200
    return web.render_page(request, "approvals/webhook_form_page.html", context, status=status)


@require_safe
@requires(Permission.MANAGE_WEBHOOKS)
def webhook_sheet(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """One webhook and the log of what it was sent, newest first; `?etat=` keeps one state."""
    webhook, form = _visible(request, pk), LogForm(request.GET)
    log = webhook.deliveries.newest_first()
    shown = log.filter(state=form.state) if form.state else log
    context = {
        "webhook": webhook,
        "events": [_(EVENTS[name][1]) for name in webhook.events if name in EVENTS],
        "page": (page := web.paginate(request, shown, PER_PAGE)),
        "lines": [_line(delivery) for delivery in page],
        "form": form,
        "is_moving": log.waiting().filter(attempts=0).exists(),
    }
    return web.render_page(request, "approvals/webhook_sheet_page.html", context, partial="log")


@require_POST
@requires(Permission.MANAGE_WEBHOOKS)
def webhook_pause(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Send nothing any more."""
    webhook = _visible(request, pk)
    done = _("Le webhook est en pause\u00a0: ce qui arrive d’ici là ne lui sera pas envoyé.")
    return act(request, _sheet(pk), done, lambda: webhooks.pause(webhook, by=request.user))


@require_POST
@requires(Permission.MANAGE_WEBHOOKS)
def webhook_resume(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Send again what happens from now on."""
    webhook = _visible(request, pk)
    done = _("Le webhook reprend\u00a0: il reçoit ce qui arrive à partir de maintenant.")
    return act(request, _sheet(pk), done, lambda: webhooks.resume(webhook, by=request.user))


@require_POST
@never_cache
@requires(Permission.MANAGE_WEBHOOKS)
def webhook_secret(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Make a new secret, and show it this once."""
    return _show_secret(request, *webhooks.renew_secret(_visible(request, pk), by=request.user))


@require_POST
@requires(Permission.MANAGE_WEBHOOKS)
def webhook_test(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Send a test message."""
    webhook, now = _visible(request, pk), timezone.now()
    done = _("L’essai est en route\u00a0: son résultat paraît dans le journal.")
    return act(request, _sheet(pk), done, lambda: webhooks.send_test(webhook, by=request.user, now=now))


@require_POST
@requires(Permission.MANAGE_WEBHOOKS)
def delivery_again(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Send one message of the log again."""
    theirs = Delivery.objects.filter(webhook__in=Webhook.objects.visible_to(request.user))
    delivery, now = get_object_or_404(theirs, pk=pk), timezone.now()
    done, back = _("Le message repart, sous le même identifiant."), _sheet(delivery.webhook_id)
    return act(request, back, done, lambda: webhooks.redeliver(delivery, by=request.user, now=now))


def _visible(request: web.HtmxRequest, pk: int) -> Webhook:
    return get_object_or_404(Webhook.objects.visible_to(request.user), pk=pk)


def _sheet(pk: int) -> str:
    return reverse("approvals:webhook_sheet", args=[pk])


def _show_secret(request: web.HtmxRequest, webhook: Webhook, secret: str) -> HttpResponse:
    context = {"webhook": webhook, "secret": secret}
    return web.render_page(request, "approvals/webhook_secret_page.html", context, status=201)


def _line(delivery: Delivery) -> dict[str, Any]:
    """A message of the log: what it says, and what came of its last try, in words."""
    says = _("Essai") if delivery.event == PING else _(EVENTS[delivery.event][1])
    return {"delivery": delivery, "says": says, "outcome": _(OUTCOMES[delivery.outcome])}
