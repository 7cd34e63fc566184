"""The filtered catalogue as a table for spreadsheets."""

import csv
from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from catalog.enums import DataLevel
from catalog.views.lines import ToolLine

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def tools_csv(lines: Iterable[ToolLine]) -> HttpResponse:
    """One row a tool, semicolons and a byte order mark: what French spreadsheets open as is."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow(_header())
    writer.writerows([_harmless(cell) for cell in _row(line)] for line in lines)
    return response


def _header() -> list[str]:
    return [
        _("Outil"),
        _("Éditeur"),
        _("Besoin"),
        _("Décision"),
        _("Raison"),
        _("Données jusqu’à"),
        _("Prix par mois"),
        _("Sièges attribués"),
        _("Plafond"),
        _("MCP"),
        _("API compatible OpenAI"),
    ]


def _row(line: ToolLine) -> list[str]:
    tool = line.tool
    return [
        tool.name,
        tool.vendor.name,
        _(tool.get_category_display()),
        _(tool.get_decision_display()),
        tool.decision_reason,
        _(DataLevel(line.level).label) if line.level else "",
        line.price,
        str(line.seats.held),
        "" if line.seats.ceiling is None else str(line.seats.ceiling),
        _yes_no(tool.speaks_mcp),
        _yes_no(tool.speaks_openai_api),
    ]


def _yes_no(fact: bool | None) -> str:
    if fact is None:
        return _("non vérifié")
    return _("oui") if fact else _("non")


def _harmless(cell: str) -> str:
    """A cell that starts like a formula is text, not an order to the spreadsheet."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
