"""What every page shares: the typed htmx request, page-or-partial rendering, paging, redirects."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from etech_ai import sheets

if TYPE_CHECKING:
    from django.contrib.auth.models import _User

PAGE_SIZE = 50


class HtmxRequest(HttpRequest):
    """A request that has passed django-htmx's middleware and the guard of its view: somebody is signed in."""

    htmx: HtmxDetails
    user: "_User"


def download(form: str, name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponseBase:
    """A table as a file: `form` is « csv » or « xlsx »."""
    if form == "xlsx":
        response: HttpResponseBase = HttpResponse(sheets.workbook(name, head, rows), content_type=sheets.XLSX)
    else:
        lines = sheets.csv_lines(head, rows)
        response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


def attachment(path: Path, name: str) -> FileResponse:
    """A kept document as a download, never as a page, and in no cache."""
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["Cache-Control"] = "private, no-store"
    return response


class SeeOther(HttpResponseRedirect):
    """303: after a POST, read the result with GET."""

    status_code = 303


def see_other(url: str) -> SeeOther:
    return SeeOther(url)


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    partial: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only its named partial when htmx asks for a part of it."""
    htmx = getattr(request, "htmx", None)
    wants_part = partial and htmx and not htmx.boosted and not htmx.history_restore_request
    response = render(request, f"{template}#{partial}" if wants_part else template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def paginate(request: HttpRequest, rows: QuerySet | list, per_page: int = PAGE_SIZE) -> Page:
    """The page named by ``?page=``; a number out of range or not a number gives the nearest page."""
    return Paginator(rows, per_page).get_page(request.GET.get("page"))
