"""Changing the data rules: the table to edit, what it would change everywhere, the second agreement."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.data_rules import BadChange, Rules, amended
from compliance.data_rules.amendments import Amendment, refuse_idle, told
from compliance.models import RuleChange
from compliance.permissions import can_agree_to_rules, can_change_rules
from compliance.rule_forms import ReturnForm, RuleTableForm
from compliance.services import rule_changes, rules, simulations
from compliance.views import rule_effects
from etech_ai import web
from etech_ai.verdicts import Refused
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.views.answers import accepted, act, sent


@requires(Permission.CHANGE_DATA_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_change_new(request: web.HtmxRequest) -> HttpResponse:
    """The rules in force as a table of choices; what is edited is simulated, and proposed when sent."""
    in_force = rules.data(timezone.localdate())
    form = RuleTableForm(sent(request), rules=in_force, initial={"effective_on": timezone.localdate()})
    is_drafting = bool(request.htmx) or "apercu" in request.POST
    if request.method == "POST" and not is_drafting:
        kept: list[RuleChange] = []
        if accepted(form, lambda data: kept.append(_propose(request, form))):
            messages.success(
                request, _("La proposition est enregistrée : une seconde personne doit l’approuver.")
            )
            return web.see_other(reverse("compliance:rule_change_sheet", args=[kept[0].number]))
    context = {"form": form, "rules": in_force, **_drafted(form, in_force)}
    status = 422 if form.is_bound and not is_drafting else 200
    return web.render_page(
        request, "compliance/rule_change_form_page.html", context, partial="effects", status=status
    )


def _propose(request: web.HtmxRequest, form: RuleTableForm) -> RuleChange:
    data = form.cleaned_data
    return rule_changes.propose(
        title=data["title"], reason=data["reason"], changes=form.changes, effective_on=data["effective_on"],
        by=request.user, now=timezone.now(),
    )  # fmt: skip


def _drafted(form: RuleTableForm, in_force: Rules) -> dict[str, Any]:
    """What the table as edited would change; nothing while nothing is edited or when it cannot be."""
    if not form.is_bound:
        return {}
    form.is_valid()
    changes = form.changes
    try:
        refuse_idle(in_force, changes)
        after = amended(in_force, [Amendment(0, tuple(changes))])
        lines = [told(in_force, change) for change in changes]
    except BadChange as bad:
        return {"problem": rule_changes.sentence(bad)}
    whole = simulations.read(in_force, after, today=timezone.localdate())
    return {"lines": lines, **rule_effects.of(whole, after)}


@open_to_staff
@require_safe
def rule_change_sheet(request: web.HtmxRequest, number: int) -> HttpResponse:
    """What changes, who decided, and, for those who decide, everything that would be answered otherwise."""
    change = _change(request, number)
    context: dict[str, Any] = {
        "change": change,
        "may_change": bool(can_change_rules(request.user)),
        "can_agree": can_agree_to_rules(request.user, change),
        "back": change.returns.exclude(state="withdrawn").first(),
        "today": timezone.localdate(),
    }
    try:
        context |= _effects(change, decides=context["may_change"])
    except Refused as refusal:
        context["problem"] = str(refusal)
    return web.render_page(request, "compliance/rule_change_sheet_page.html", context)


def _effects(change: RuleChange, *, decides: bool) -> dict[str, Any]:
    before, after = rule_changes.sides(change)
    subject = change.undoes or change
    held = after if change.undoes_id else before
    shown: dict[str, Any] = {
        "lines": [told(held, item) for item in subject.atoms],
        "is_return": bool(change.undoes_id),
    }
    if decides and change.state != "withdrawn":
        whole = simulations.read(before, after, today=timezone.localdate())
        shown |= {"seen": rule_changes.mark(change, before), **rule_effects.of(whole, after)}
    return shown


@requires(Permission.CHANGE_DATA_RULES)  # type: ignore[arg-type]
@require_safe
def rule_change_export(request: web.HtmxRequest, number: int, form: str) -> HttpResponseBase:
    """Every answer that would change, as a file."""
    change = _change(request, number)
    before, after = rule_changes.sides(change)
    whole = simulations.read(before, after, today=timezone.localdate())
    return web.download(form, f"regles-{change.number}", rule_effects.head(), rule_effects.lines(whole))


@requires(Permission.CHANGE_DATA_RULES)
@require_POST
def rule_change_publish(request: web.HtmxRequest, number: int) -> HttpResponse:
    change = _change(request, number)
    return act(
        request, reverse("compliance:rule_change_sheet", args=[number]),
        _("La modification est publiée : les réponses suivront à sa date."),
        lambda: rule_changes.publish(
            change, seen=request.POST.get("seen", ""), by=request.user, now=timezone.now()
        ),
    )  # fmt: skip


@requires(Permission.CHANGE_DATA_RULES)
@require_POST
def rule_change_withdraw(request: web.HtmxRequest, number: int) -> HttpResponse:
    change = _change(request, number)
    return act(
        request, reverse("compliance:rule_list"), _("La proposition est abandonnée."),
        lambda: rule_changes.withdraw(change, by=request.user),
    )  # fmt: skip


@requires(Permission.CHANGE_DATA_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_change_return(request: web.HtmxRequest, number: int) -> HttpResponse:
    """Propose to take a published change back."""
    change = _change(request, number)
    form = ReturnForm(sent(request), initial={"effective_on": timezone.localdate()})
    kept: list[RuleChange] = []
    if request.method == "POST" and accepted(
        form,
        lambda data: kept.append(
            rule_changes.propose_return(change, **data, by=request.user, now=timezone.now())
        ),
    ):
        messages.success(
            request, _("Le retour en arrière est proposé : une seconde personne doit l’approuver.")
        )
        return web.see_other(reverse("compliance:rule_change_sheet", args=[kept[0].number]))
    context = {"change": change, "form": form}
    status = 422 if form.is_bound else 200
    return web.render_page(request, "compliance/rule_change_return_page.html", context, status=status)


def _change(request: web.HtmxRequest, number: int) -> RuleChange:
    visible = RuleChange.objects.visible_to(request.user).for_list()
    return get_object_or_404(visible, number=number)
