"""One box for everything: tools, use cases, requests and decisions that the reader may see."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from approvals.models import Request
from catalog.models import Tool
from etech_ai import web
from people.decorators import open_to_staff
from roadmap.models import Decision
from usecases.models import UseCase

MOST = 8


@require_safe
@open_to_staff
def search(request: HttpRequest) -> HttpResponse:
    q = request.GET.get("q", "").strip()[:200]
    groups = _groups(request.user, q) if q else []
    context = {"q": q, "groups": groups, "total": sum(len(group["hits"]) for group in groups)}
    return web.render_page(request, "roadmap/search_page.html", context, partial="results")


def _groups(user: Any, q: str) -> list[dict[str, Any]]:
    groups = [
        {"title": _("Outils"), "icon": "apps", "hits": _tools(user, q)},
        {"title": pgettext("plusieurs", "Cas d’usage"), "icon": "scale", "hits": _use_cases(user, q)},
        {"title": _("Demandes"), "icon": "message-question", "hits": _requests(user, q)},
        {"title": _("Décisions"), "icon": "gavel", "hits": _decisions(user, q)},
    ]
    return [group for group in groups if group["hits"]]


def _matching(rows: QuerySet, q: str, *fields: str) -> QuerySet:
    """Every word somewhere in one of the fields."""
    for word in q.split():
        wanted = Q()
        for name in fields:
            wanted |= Q(**{f"{name}__icontains": word})
        rows = rows.filter(wanted)
    return rows


def _hit(label: str, detail: str, url: str) -> dict[str, str]:
    return {"label": label, "detail": detail, "url": url}


def _tools(user: Any, q: str) -> list[dict[str, str]]:
    rows = _matching(Tool.objects.visible_to(user), q, "name", "summary", "vendor__name")
    return [
        _hit(tool.name, tool.summary, reverse("catalog:tool_sheet", args=[tool.slug]))
        for tool in rows.order_by("name")[:MOST]
    ]


def _use_cases(user: Any, q: str) -> list[dict[str, str]]:
    rows = _matching(UseCase.objects.visible_to(user), q, "title", "purpose", "reference")
    return [
        _hit(row.title, row.reference, reverse("usecases:usecase_sheet", args=[row.slug]))
        for row in rows.order_by("-number")[:MOST]
    ]


def _requests(user: Any, q: str) -> list[dict[str, str]]:
    rows = _matching(Request.objects.visible_to(user), q, "reference", "justification", "proposed_name")
    return [
        _hit(str(row), row.reference, reverse("approvals:request_sheet", args=[row.reference]))
        for row in rows.order_by("-pk")[:MOST]
    ]


def _decisions(user: Any, q: str) -> list[dict[str, str]]:
    rows = _matching(Decision.objects.visible_to(user), q, "ref", "question", "decision")
    return [
        _hit(row.question, row.ref, reverse("roadmap:decision_sheet", args=[row.ref]))
        for row in rows.order_by("ref")[:MOST]
    ]
