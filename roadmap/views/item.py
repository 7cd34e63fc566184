"""One piece of work: its sheet, and what those who keep the road map change there."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance import trail
from etech_ai import web
from etech_ai.verdicts import Refused
from people.access import Permission
from people.decorators import open_to_staff, requires
from roadmap.forms import DependForm, ItemForm, MoveForm, StateForm
from roadmap.models import Dependency, RoadmapItem
from roadmap.permissions import can_edit
from roadmap.services import items
from roadmap.views.lines import lines


@require_safe
@open_to_staff
def item_sheet(request: web.HtmxRequest, pk: int) -> HttpResponse:
    return _sheet(request, _fetch(request, pk))


def _fetch(request: web.HtmxRequest, pk: int) -> RoadmapItem:
    return get_object_or_404(RoadmapItem.objects.visible_to(request.user).for_board(), pk=pk)


def _sheet(
    request: web.HtmxRequest, item: RoadmapItem, status: int = 200, **given: forms.Form
) -> HttpResponse:
    links = Dependency.objects.visible_to(request.user).current().select_related("item", "depends_on")
    needs, needed_by = list(links.filter(item=item)), list(links.filter(depends_on=item))
    around = {row.pk: row for row in (item, *(link.depends_on for link in needs))}
    pairs = [(item.pk, link.depends_on_id) for link in needs]
    everything = RoadmapItem.objects.visible_to(request.user).order_by("title")
    others = everything.exclude(pk__in=[*around, item.pk])
    context = {
        "item": item,
        "line": lines(list(around.values()), pairs, timezone.localdate())[0],
        "needs": needs,
        "needed_by": needed_by,
        "may_edit": can_edit(request.user),
        "state_form": StateForm(initial={"state": item.state}),
        "depend_form": DependForm(choices=others),
        "rows": trail.history(item),
        **given,
    }
    return web.render_page(request, "roadmap/item_sheet_page.html", context, status=status)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_ROADMAP)
def item_new(request: web.HtmxRequest) -> HttpResponse:
    form = ItemForm(request.POST or None, initial={"theme": request.GET.get("theme")})

    def add() -> str:
        item = items.add(by=request.user, **form.cleaned_data)
        messages.success(request, _("«\u00a0%(title)s\u00a0» est sur la feuille de route.") % {"title": item})
        return reverse("roadmap:item_sheet", args=[item.pk])

    return _answer(request, form, add, _("Ajouter un chantier"), reverse("roadmap:board"))


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_ROADMAP)
def item_edit(request: web.HtmxRequest, pk: int) -> HttpResponse:
    item, sheet = _fetch(request, pk), reverse("roadmap:item_sheet", args=[pk])
    form = ItemForm(request.POST or None, initial={name: getattr(item, name) for name in items.FIELDS})

    def edit() -> str:
        items.edit(item, by=request.user, **form.cleaned_data)
        messages.success(request, _("Le chantier est modifié."))
        return sheet

    return _answer(
        request, form, edit, _("Modifier «\u00a0%(title)s\u00a0»") % {"title": item}, sheet, item=item
    )


def _answer(
    request: web.HtmxRequest, form: forms.Form, act: Callable[[], str], title: str, back: str, **more: Any
) -> HttpResponse:
    """303 to the address that ``act`` returns; else the form again, 422 when what was sent is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            return web.see_other(act())
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "title": title, "back": back, **more}
    status = 422 if form.errors else 200
    return web.render_page(request, "roadmap/item_form_page.html", context, status=status)


@require_POST
@requires(Permission.EDIT_ROADMAP)
def item_move(request: web.HtmxRequest, pk: int) -> HttpResponse:
    item, form = _fetch(request, pk), MoveForm(request.POST)

    def move() -> str:
        items.move(item, months=form.cleaned_data["months"], by=request.user)
        return _("Les dates sont décalées.")

    return _act(request, item, form, move, "move_form")


@require_POST
@requires(Permission.EDIT_ROADMAP)
def item_state(request: web.HtmxRequest, pk: int) -> HttpResponse:
    item, form = _fetch(request, pk), StateForm(request.POST)

    def set_state() -> str:
        items.set_state(item, by=request.user, **form.cleaned_data)
        return _("L’état est changé.")

    return _act(request, item, form, set_state, "state_form")


@require_POST
@requires(Permission.EDIT_ROADMAP)
def item_depend(request: web.HtmxRequest, pk: int) -> HttpResponse:
    item = _fetch(request, pk)
    form = DependForm(request.POST, choices=RoadmapItem.objects.visible_to(request.user).order_by("title"))

    def depend() -> str:
        items.depend(item, on=form.cleaned_data["on"], by=request.user)
        return _("La dépendance est ajoutée.")

    return _act(request, item, form, depend, "depend_form")


@require_POST
@requires(Permission.EDIT_ROADMAP)
def item_free(request: web.HtmxRequest, pk: int, link_pk: int) -> HttpResponse:
    item = _fetch(request, pk)
    link = get_object_or_404(Dependency.objects.visible_to(request.user), pk=link_pk, item=item)

    def free() -> str:
        items.free(link, by=request.user)
        return _("La dépendance est levée.")

    return _act(request, item, forms.Form({}), free, "free_form")


def _act(
    request: web.HtmxRequest, item: RoadmapItem, form: forms.Form, act: Callable[[], str], name: str
) -> HttpResponse:
    """Do it and come back to the sheet; else the sheet with that form and what is wrong, 422."""
    if form.is_valid():
        try:
            messages.success(request, act())
            return web.see_other(reverse("roadmap:item_sheet", args=[item.pk]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _sheet(request, item, status=422, **{name: form})
