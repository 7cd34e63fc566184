"""The shipped catalogue: the four vendors of the plan with one sheet per plan."""

from pathlib import Path
from typing import Any

import yaml

from catalog.models import Plan, Tool, Vendor
from catalog.services import plans, tools, vendors

SHIPPED = Path(__file__).resolve().parent.parent / "content" / "vendors.yaml"


def load_vendors(by: Any) -> dict[str, int]:
    """Create what is missing, by slug; what exists is never touched. Counts what it made."""
    counts = {"vendors": 0, "tools": 0, "plans": 0}
    for sheet in yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))["vendors"]:
        _load_vendor(sheet, by, counts)
    return counts


def _load_vendor(sheet: dict[str, Any], by: Any, counts: dict[str, int]) -> None:
    tool_sheets = sheet.pop("tools")
    vendor = Vendor.objects.filter(slug=sheet["slug"]).first()
    if vendor is None:
        vendor = vendors.add(by=by, **sheet)
        counts["vendors"] += 1
    for tool_sheet in tool_sheets:
        _load_tool(vendor, tool_sheet, by, counts)


def _load_tool(vendor: Vendor, sheet: dict[str, Any], by: Any, counts: dict[str, int]) -> None:
    plan_sheets = sheet.pop("plans")
    tool = Tool.objects.filter(slug=sheet["slug"]).first()
    if tool is None:
        tool = tools.add(vendor=vendor, by=by, **sheet)
        counts["tools"] += 1
    for plan_sheet in plan_sheets:
        if not Plan.objects.filter(slug=plan_sheet["slug"]).exists():
            plans.add(tool, by=by, **plan_sheet)
            counts["plans"] += 1
