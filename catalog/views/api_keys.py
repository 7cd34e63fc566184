"""API keys: whose they are, where they are kept, when they are renewed. The keys themselves are not here."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.enums import KeyScope
from catalog.forms import KeyPlaceForm, KeyRotationForm
from catalog.models import ApiKeySheet
from catalog.permissions import can_keep_key
from catalog.services import api_keys
from catalog.views.forms import answer_form
from etech_ai import web
from people.decorators import open_to_staff
from people.models import Project
from people.views.answers import act

USUAL = timedelta(days=90)
"""The interval that the form proposes."""


@open_to_staff
@require_safe
def key_list(request: web.HtmxRequest) -> HttpResponse:
    """One's own keys; every key for licences, finance, direction and the DPO."""
    page = web.paginate(request, ApiKeySheet.objects.visible_to(request.user).for_list())
    today = timezone.localdate()
    rows = [(sheet, sheet.is_due(today)) for sheet in page]
    return web.render_page(request, "catalog/api_key_list_page.html", {"page": page, "rows": rows})


@open_to_staff
@require_safe
def key_sheet(request: web.HtmxRequest, pk: int) -> HttpResponse:
    sheet = _visible(request, pk)
    context = {
        "sheet": sheet,
        "scopes": [_(KeyScope(scope).label) for scope in sheet.scopes],
        "is_due": sheet.is_due(timezone.localdate()),
        "may_keep": can_keep_key(request.user, sheet),
        "project": _known_project(request, sheet),
    }
    return web.render_page(request, "catalog/api_key_page.html", context)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def key_complete(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Say where the key is kept, or correct it."""
    sheet = _visible(request, pk)
    first = {"kept_in": sheet.kept_in, "rotation_due_on": sheet.rotation_due_on or _usual()}
    form = KeyPlaceForm(request.POST or None, initial=first)

    def complete() -> str:
        api_keys.complete(sheet, by=request.user, today=timezone.localdate(), **form.cleaned_data)
        messages.success(request, _("La fiche est complète."))
        return reverse("catalog:key_sheet", args=[pk])

    note = _("N’écrivez jamais la clé\u00a0: seulement le coffre où elle est, et le nom de l’entrée.")
    title = _("Où la clé est gardée\u00a0: %(key)s") % {"key": sheet.at}
    return answer_form(
        request, form, complete, title=title, submit=_("Enregistrer la fiche"), note=note, **_way(sheet)
    )


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def key_rotate(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """The key was renewed at the vendor's."""
    sheet = _visible(request, pk)
    form = KeyRotationForm(request.POST or None, initial={"rotation_due_on": _usual()})

    def rotate() -> str:
        api_keys.rotate(sheet, by=request.user, today=timezone.localdate(), **form.cleaned_data)
        messages.success(request, _("Le renouvellement est noté."))
        return reverse("catalog:key_sheet", args=[pk])

    note = _("Renouvelez d’abord la clé chez l’éditeur et dans le coffre, puis notez-le ici.")
    title = _("Clé renouvelée\u00a0: %(key)s") % {"key": sheet.at}
    return answer_form(
        request, form, rotate, title=title, submit=_("Noter le renouvellement"), note=note, **_way(sheet)
    )


@open_to_staff
@require_POST
def key_revoke(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """The key no longer exists at the vendor's."""
    sheet = _visible(request, pk)
    back = reverse("catalog:key_sheet", args=[pk])
    done = _("La clé est notée comme révoquée.")
    return act(
        request, back, done, lambda: api_keys.revoke(sheet, by=request.user, today=timezone.localdate())
    )


def _visible(request: web.HtmxRequest, pk: int) -> ApiKeySheet:
    return get_object_or_404(ApiKeySheet.objects.visible_to(request.user).for_list(), pk=pk)


def _known_project(request: web.HtmxRequest, sheet: ApiKeySheet) -> Project | None:
    """A project's name only for those who may know it."""
    return Project.objects.visible_to(request.user).filter(pk=sheet.project_id).first()


def _usual() -> Any:
    return timezone.localdate() + USUAL


def _way(sheet: ApiKeySheet) -> dict[str, str]:
    """The crumbs of a form about a key, and where its « Annuler » leads."""
    return {
        "parent": _("Clés d’API"),
        "parent_url": reverse("catalog:key_list"),
        "back_url": reverse("catalog:key_sheet", args=[sheet.pk]),
    }
