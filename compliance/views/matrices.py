"""The matrix, levels × plans: filtered, printed, taken away as a file; and the panel of a tool's page."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.models import Plan, Tool
from compliance.forms import MatrixForm
from compliance.services import matrices
from compliance.services.answers import Answer
from compliance.services.matrices import Matrix
from etech_ai import web, wording
from etech_ai.badges import DATA_VERDICTS
from people.decorators import open_to_staff
from people.models import Client


@open_to_staff
@require_safe
def data_matrix(request: web.HtmxRequest) -> HttpResponse:
    """Levels × plans for one client, to read and to print. An unknown client is a 404, like an invisible
    one."""
    whole = _whole(request)
    form = MatrixForm(request.GET, matrix=whole)
    matrix = form.narrowed()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "matrix": matrix,
        "form": form,
        "clients": Client.objects.visible_to(request.user).order_by("name"),
        "today": timezone.localdate(),
        "is_narrowed": form.is_narrowing,
        "offered": len(whole.rows),
        "query": query.urlencode(),
    }
    return web.render_page(request, "compliance/data_matrix_page.html", context, partial="results")


@open_to_staff  # type: ignore[arg-type]
@require_safe
def matrix_export(request: web.HtmxRequest, form: str) -> HttpResponseBase:
    """The matrix as it is shown: one line a plan, one column a level, with the rule behind each word."""
    matrix = MatrixForm(request.GET, matrix=_whole(request)).narrowed()
    levels = [*matrix.levels, matrix.never]
    head = [_("Outil"), _("Offre"), _("Région"), _("Classe"), *(_say(level) for level in levels)]
    whose = matrix.client.slug if matrix.client else "etech"
    name = f"{_('matrice')}-{whose}-{timezone.localdate():%Y-%m-%d}"
    return web.download(form, name, head, _lines(matrix))


def _whole(request: web.HtmxRequest) -> Matrix:
    slug = request.GET.get("client", "")
    visible = Client.objects.visible_to(request.user)
    client = get_object_or_404(visible, slug=slug) if slug else None
    return matrices.build(by=request.user, client=client, today=timezone.localdate())


def _lines(matrix: Matrix) -> Iterator[list[str]]:
    shown = {level.id for level in [*matrix.levels, matrix.never]}
    for row in matrix.rows:
        region = _(str(row.plan.get_region_display()))
        cells = [_in_words(cell) for cell in row.cells if cell.levels[0] in shown]
        yield [row.plan.tool.name, row.plan.name, region, row.tool_class.upper(), *cells]


def _in_words(cell: Answer) -> str:
    word = _(DATA_VERDICTS[cell.mark].label)
    return word if cell.state == "yes" else f"{word} ({', '.join(rule.id for rule in cell.deciding)})"


def _say(level: Any) -> str:
    return level.en if wording.language() == "en" else level.fr


@open_to_staff
@require_safe
def tool_data_panel(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """For a tool’s page: one line a level, one verdict a plan, for our own data."""
    tool = get_object_or_404(Tool.objects.visible_to(request.user), slug=slug)
    plans = Plan.objects.visible_to(request.user).filter(tool=tool).offered()
    plans = plans.select_related("tool__vendor", "tool__owner").order_by("name", "pk")
    matrix = matrices.build(by=request.user, client=None, today=timezone.localdate(), plans=plans)
    lines = [
        {"level": level, "cells": [row.cells[rank] for row in matrix.rows]}
        for rank, level in enumerate(matrix.ruleset.levels.values())
    ]
    context = {"tool": tool, "matrix": matrix, "lines": lines, "title": _("Données permises")}
    return web.render_page(request, "compliance/tool_data_page.html", context, partial="panel")
