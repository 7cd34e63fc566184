"""The data rules in force, for everybody; the examples that hold them; what was and will be changed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.data_rules import Rules
from compliance.data_rules.amendments import NEVER_SENT
from compliance.models import RuleChange
from compliance.permissions import can_change_rules
from compliance.rule_forms import ExampleForm, RetireExampleForm
from compliance.services import pinned_examples, rule_changes, rules
from etech_ai import web
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.views.answers import accepted, sent


@open_to_staff
@require_safe
def rule_list(request: web.HtmxRequest) -> HttpResponse:
    """The rules of the day, readable by whoever must follow them."""
    today = timezone.localdate()
    in_force = rules.data(today)
    context = {
        "rules": in_force,
        "table": _table(in_force),
        "checked": rule_changes.checked(in_force),
        "changes": _changes(request, today),
        "may_change": bool(can_change_rules(request.user)),
        "today": today,
    }
    return web.render_page(request, "compliance/rule_list_page.html", context)


def _table(in_force: Rules) -> list[dict[str, Any]]:
    """One line a level: its value for each class, and what its conditions are."""
    return [
        {
            "level": level,
            "cells": [in_force.values[level.by_tool[tool]] for tool in in_force.tool_classes],
            "conditions": [in_force.conditions[name] for name in sorted(level.conditions)],
            "is_fixed": level.id == NEVER_SENT,
        }
        for level in in_force.levels.values()
    ]


def _changes(request: web.HtmxRequest, today: date) -> list[dict[str, Any]]:
    in_force = set(RuleChange.objects.in_force(today).values_list("pk", flat=True))
    rows = RuleChange.objects.visible_to(request.user).for_list()
    return [{"change": row, "standing": _standing(row, in_force, today)} for row in rows]


def _standing(change: RuleChange, in_force: set[int], today: date) -> str:
    """proposed, withdrawn, to_come, in_force or taken_back; a return is `done` once its day has come."""
    if change.state != "published":
        return change.state
    if change.effective_on > today:
        return "to_come"
    if change.undoes_id:
        return "done"
    return "in_force" if change.pk in in_force else "taken_back"


@requires(Permission.CHANGE_DATA_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def example_new(request: web.HtmxRequest) -> HttpResponse:
    today = timezone.localdate()
    form = ExampleForm(sent(request), rules=rules.data(today))
    if request.method == "POST" and accepted(form, lambda _data: _pin(request, form, today)):
        messages.success(request, _("L’exemple est épinglé : aucune modification ne pourra le contredire."))
        return web.see_other(reverse("compliance:rule_list") + "#exemples")
    status = 422 if form.is_bound else 200
    return web.render_page(request, "compliance/example_form_page.html", {"form": form}, status=status)


def _pin(request: web.HtmxRequest, form: ExampleForm, today: date) -> None:
    data = form.cleaned_data
    words = {name: data[name] for name in ("given", "when", "then", "result")}
    pinned_examples.pin(**words, asked=form.asked, by=request.user, today=today)


@requires(Permission.CHANGE_DATA_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def example_retire(request: web.HtmxRequest, name: str) -> HttpResponse:
    example = next((known for known in rule_changes.examples() if known.id == name), None)
    if example is None:
        raise Http404
    form = RetireExampleForm(sent(request))
    if request.method == "POST" and accepted(
        form,
        lambda data: pinned_examples.retire(example, **data, by=request.user, today=timezone.localdate()),
    ):
        messages.success(request, _("L’exemple est retiré."))
        return web.see_other(reverse("compliance:rule_list") + "#exemples")
    context = {"form": form, "example": example}
    status = 422 if form.is_bound else 200
    return web.render_page(request, "compliance/example_retire_page.html", context, status=status)
