"""Tools: adding, correcting, and deciding what the house does with them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.enums import ToolDecision
from catalog.models import Tool, Vendor
from catalog.permissions import can_edit_catalogue
from catalog.search import bare
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused


def add(*, name: str, vendor: Vendor, category: str, by: Any, slug: str = "", **facts: Any) -> Tool:
    """A new tool, in evaluation until `decide` says otherwise. Raises Refused for a name that is taken."""
    can_edit_catalogue(by).enforce()
    tool = Tool(name=name.strip(), vendor=vendor, category=category, slug=slug or slugify(name), **facts)
    known = Tool.objects.filter(Q(name__iexact=tool.name) | Q(slug=tool.slug))
    if known.listed().exists():
        raise Refused(_("« %(name)s » est déjà au catalogue : ouvrez sa fiche.") % {"name": tool.name})
    tool.pk = known.values_list("pk", flat=True).first()
    tool.search_text = _search_text(tool)
    with audit.record("tool.added", by=by, on=tool):
        tool.save(force_insert=tool.pk is None)
    return tool


@transaction.atomic
def unlist(tool: Tool, *, by: Any) -> Tool:
    """Its entry is taken back: nobody sees it, and adding it again starts it anew."""
    can_edit_catalogue(by).enforce()
    tool = Tool.objects.select_for_update().get(pk=tool.pk)
    tool.is_listed = False
    with audit.record("tool.unlisted", by=by, on=tool):
        tool.save(update_fields=["is_listed"])
    return tool


@transaction.atomic
def edit(tool: Tool, *, by: Any, **changes: Any) -> Tool:
    """Correct a tool's facts (never its decision). Nothing is written when nothing differs."""
    can_edit_catalogue(by).enforce()
    tool = Tool.objects.select_for_update().get(pk=tool.pk)
    changed = {name: value for name, value in changes.items() if getattr(tool, name) != value}
    if not changed:
        return tool
    for name, value in changed.items():
        setattr(tool, name, value)
    tool.search_text = _search_text(tool)
    with audit.record("tool.edited", by=by, on=tool):
        tool.save()
    return tool


@transaction.atomic
def decide(tool: Tool, *, decision: str, reason: str, by: Any, today: date) -> Tool:
    """Record the house's decision on a tool, with its reason. Raises Refused without a reason."""
    can_edit_catalogue(by).enforce()
    if not reason.strip():
        raise Refused(_("Écrivez la raison de la décision : elle s’affiche sur la fiche de l’outil."))
    tool = Tool.objects.select_for_update().get(pk=tool.pk)
    if (tool.decision, tool.decision_reason) == (decision, reason.strip()):
        raise Refused(_("C’est déjà la décision en vigueur : changez la décision ou sa raison."))
    tool.decision, tool.decision_reason = ToolDecision(decision), reason.strip()
    tool.decided_on = today
    with audit.record("tool.decided", by=by, on=tool):
        tool.save()
    return tool


def refresh_search(vendor: Vendor) -> None:
    """The vendor's name has changed: its tools are found under the new one."""
    for tool in vendor.tools.select_related("vendor"):
        tool.search_text = _search_text(tool)
        tool.save(update_fields=["search_text"])  # exempt from the trail: derived from recorded fields


def _search_text(tool: Tool) -> str:
    return bare(" ".join([tool.name, tool.vendor.name, tool.summary, tool.need]))
