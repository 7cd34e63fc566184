"""The reader's own notifications, and how they want to be told."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from etech_ai import web
from people.decorators import open_to_staff
from people.events import MANNERS, Family
from people.forms import NotificationFilterForm, NotificationSettingsForm
from people.models import Notification
from people.services import notification_settings as choices
from people.services import notifications
from people.views.answers import accepted, sent

PAGE_SIZE = 25


@open_to_staff
@require_safe
def notification_list(request: web.HtmxRequest) -> HttpResponse:
    """Newest first; `?vue=non-lues` keeps the unread ones, `?famille=…` those of a family."""
    mine, form = Notification.objects.visible_to(request.user), NotificationFilterForm(request.GET)
    shown = mine.in_family(form.family) if form.family else mine
    shown = shown.unread() if form.only_unread else shown
    context = {
        "page": web.paginate(request, shown.newest_first(), per_page=PAGE_SIZE),
        "unread": mine.unread().count(),
        "form": form,
        "is_narrowed": form.only_unread or form.family,
        "kept": _kept(request),
    }
    return web.render_page(request, "people/notification_list_page.html", context, partial="results")


@open_to_staff
@require_POST
def notification_open(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Mark one read, and go where it points."""
    row = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    notifications.mark_read(row, now=timezone.now())
    inside = url_has_allowed_host_and_scheme(row.url, allowed_hosts={request.get_host()})
    return web.see_other(row.url if row.url and inside else _list(request))


@open_to_staff
@require_POST
def notification_read(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Mark one read, and stay in the list as it was filtered."""
    row = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    notifications.mark_read(row, now=timezone.now())
    return web.see_other(f"{_list(request)}#n-{row.pk}")


@open_to_staff
@require_POST
def notification_read_all(request: web.HtmxRequest) -> HttpResponse:
    """Mark them all read."""
    number = notifications.mark_all_read(request.user, now=timezone.now())
    if number:
        text = ngettext("%(n)s notification lue.", "%(n)s notifications lues.", number)
        messages.success(request, text % {"n": number})
    else:
        messages.info(request, _("Tout est déjà lu."))
    return web.see_other(_list(request))


def _list(request: web.HtmxRequest) -> str:
    """The list, as it was filtered."""
    kept = _kept(request)
    return f"{reverse('people:notification_list')}{'?' if kept else ''}{kept}"


def _kept(request: web.HtmxRequest) -> str:
    """The filters and the page, as a query string."""
    return urlencode({name: request.GET[name] for name in ("vue", "famille", "page") if name in request.GET})


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def notification_settings(request: web.HtmxRequest) -> HttpResponse:
    """How one wants to be told, family by family; what nobody may silence says why."""
    form = NotificationSettingsForm(sent(request), initial=_chosen(request))
    if request.method == "POST" and accepted(form, lambda data: _choose(request, form)):
        messages.success(request, _("Vos choix sont enregistrés."))
        return web.see_other(reverse("people:notification_settings"))
    always = [(family, MANNERS[family]) for family in Family if MANNERS[family].always]
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "always": always}
    return web.render_page(request, "people/notification_settings_page.html", context, status=status)


def _chosen(request: web.HtmxRequest) -> dict[str, Any]:
    found = choices.of(request.user)
    channels = {f"channel-{family}": channel for family, channel in found.channels.items()}
    return {"has_weekly_digest": found.has_weekly_digest, **channels}


def _choose(request: web.HtmxRequest, form: NotificationSettingsForm) -> None:
    weekly = form.cleaned_data["has_weekly_digest"]
    choices.choose(request.user, channels=form.channels, has_weekly_digest=weekly)
