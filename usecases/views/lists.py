"""The list of use cases: search, filters, sort and pages."""

import datetime as dt
from functools import cached_property, partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.enums import DataLevel
from compliance.ai_act.ruleset import latest
from etech_ai import web, wording
from etech_ai.templatetags.portal import level_bar, state_badge, tier_badge
from people.decorators import open_to_staff
from usecases import checks
from usecases.forms import SORT_LABELS, SORTS, FilterForm
from usecases.models import UseCase

LEVEL_ORDER = [level.value for level in DataLevel]
CAP = 1000
"""Counting stops here: nobody reads further, and a count must not read a hundred thousand rows."""


class CappedPaginator(Paginator):
    """Pages over the first CAP rows."""

    @cached_property
    def is_capped(self) -> bool:
        return self._found > CAP

    @cached_property
    def count(self) -> int:
        return min(self._found, CAP)

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[: CAP + 1].count()


@open_to_staff
@require_safe
def usecase_list(request: web.HtmxRequest) -> HttpResponse:
    """Every use case that this person may see, filtered by the query string."""
    form = FilterForm(request.GET, user=request.user)
    today, rules = timezone.localdate(), latest().version
    base = UseCase.objects.visible_to(request.user)
    found = _filtered(base, form, today=today, rules=rules)
    paginator = CappedPaginator(found.for_list().order_by(*_order(form)), web.PAGE_SIZE)
    page = paginator.get_page(request.GET.get("page"))
    active = _chips(form, request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(use_case, rules=rules, today=today) for use_case in page.object_list],
        "is_capped": paginator.is_capped,
        "cap": CAP,
        "groups": partial(_groups, form),  # read only for a whole page
        "chips": active,
        "sorts": SORT_LABELS,
        "sort": form.value("tri") or "recent",
        "query": _without(request.GET, "page").urlencode(),
        "is_empty_register": not active and not page.object_list,
    }
    return web.render_page(request, "usecases/list_page.html", context, partial="results")


@open_to_staff
@require_safe
def usecase_counts(request: web.HtmxRequest) -> HttpResponse:
    """How many rows each outcome would show beside the other filters: the numbers of the facet, by htmx."""
    form = FilterForm(request.GET, user=request.user)
    base = UseCase.objects.visible_to(request.user)
    scope = _filtered(base, form, today=timezone.localdate(), rules=latest().version, without="resultat")
    found = dict(scope.order_by().values_list("outcome").annotate(number=Count("pk")))
    counts = [
        (value, _capped(found.get("" if value == "undetermined" else value, 0)))
        for value, _label in form.choices_of("resultat")
    ]
    return web.render_page(request, "usecases/counts_part.html", {"counts": counts})


def as_shown(request: web.HtmxRequest) -> Any:
    """Every row of the list that the query string describes, in its order."""
    form = FilterForm(request.GET, user=request.user)
    base = UseCase.objects.visible_to(request.user)
    return _filtered(base, form, today=timezone.localdate(), rules=latest().version).order_by(*_order(form))


def _filtered(base: Any, form: FilterForm, *, today: dt.date, rules: str, without: str = "") -> Any:
    """The rows of every filter but `without` (a facet counts as if it were not set)."""
    found = base.matching(form.value("q"))
    for name, narrow in _FILTERS.items():
        values = form.value(name)
        if values and name != without:
            found = narrow(found, values)
    if standings := form.value("etat") if without != "etat" else []:
        found = found.standing_as(standings, ruleset_version=rules, today=today)
    if "moi" in form.value("vue"):
        found = found.owned_by(form.user)
    if "revoir" in form.value("vue"):
        found = found.to_review(ruleset_version=rules, today=today)
    if "avis" in form.value("vue"):
        found = found.awaiting_opinion(checks.outcomes_for_the_dpo())
    return found if form.value("etat") else found.in_force()


def _by_outcome(found: Any, values: list[str]) -> Any:
    return found.filter(outcome__in=["" if value == "undetermined" else value for value in values])


_FILTERS: dict[str, Any] = {
    "resultat": _by_outcome,
    "phase": lambda found, values: found.filter(phase__in=values),
    "donnees": lambda found, values: found.handling_any(values),
    "profil": lambda found, values: found.filter(owner__profile__in=values),
    "equipe": lambda found, values: found.filter(team__slug__in=values),
    "client": lambda found, values: found.filter(client__slug__in=values),
    "outil": lambda found, values: found.with_tools(values),
}


def _order(form: FilterForm) -> tuple[str, ...]:
    return SORTS[form.value("tri") or "recent"]


def _row(use_case: UseCase, *, rules: str, today: dt.date) -> dict[str, Any]:
    """One line, with nothing left to look up: the rendering of rows is most of what a list costs."""
    return {
        "url": reverse("usecases:usecase_sheet", args=(use_case.slug,)),
        "title": use_case.title,
        "reference": use_case.reference,
        "client": use_case.client.name if use_case.client else "",
        "tier": tier_badge(use_case.outcome),
        "state": state_badge(use_case.standing(ruleset_version=rules, today=today), "usecase"),
        "stale": use_case.stale_reasons(ruleset_version=rules, today=today),
        "owner": use_case.owner.full_name,
        "level": level_bar(_highest(use_case.data_levels)),
        "day": wording.day(use_case.classified_on) or _("Pas encore"),
    }


def _highest(levels: list[str]) -> str:
    return max((level for level in levels if level in LEVEL_ORDER), key=LEVEL_ORDER.index, default="")


def _groups(form: FilterForm) -> list[dict[str, Any]]:
    """The facets; how many rows each outcome would show comes in a fragment of its own."""
    legends = {
        "vue": _("Vue"),
        "resultat": _("Résultat"),
        "etat": _("État"),
        "phase": _("Phase"),
        "donnees": _("Données"),
        "profil": _("Profil"),
        "equipe": _("Équipe"),
        "client": _("Client"),
        "outil": _("Outil"),
    }
    groups = [
        {"legend": legend, "name": name, "radio": False, "options": _options(form, name)}
        for name, legend in legends.items()
    ]
    return [group for group in groups if group["options"]]


def _options(form: FilterForm, name: str) -> list[dict[str, Any]]:
    chosen = form.value(name)
    return [
        {"value": value, "label": label, "checked": value in chosen, "count": ""}
        for value, label in form.choices_of(name)
    ]


def _capped(number: int) -> str:
    return f"{CAP - 1}+" if number >= CAP else str(number)


def _chips(form: FilterForm, query: QueryDict) -> list[dict[str, str]]:
    """The filters that are set, each with the address without it."""
    chips = []
    for name in ("vue", "etat", *_FILTERS):
        values = form.value(name)
        labels = dict(form.choices_of(name)) if values else {}
        chips += [
            {"label": labels[value], "query": _without(query, name, value).urlencode()} for value in values
        ]
    if form.value("q"):
        label = _("« %(text)s »") % {"text": form.value("q")}
        chips.append({"label": label, "query": _without(query, "q").urlencode()})
    return chips


def _without(query: QueryDict, name: str, value: str = "") -> QueryDict:
    left = query.copy()
    left.setlist(name, [kept for kept in left.getlist(name) if value and kept != value])
    left.pop("page", None)
    return left
