"""Declaring a use case, editing it, stopping it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.models import Plan
from compliance.ai_act.ruleset import latest
from etech_ai import web
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff
from people.views.answers import accepted
from usecases import alike, permissions, prefill, wizard
from usecases.forms import NewUseCaseForm, UseCaseForm
from usecases.models import UseCase
from usecases.services import usecases
from usecases.starting_points import PURPOSES


@open_to_staff
def usecase_new(request: web.HtmxRequest) -> HttpResponse:
    """The declaration, from scratch or from a template of the ruleset (`?modele=`)."""
    template = prefill.template_named(latest(), request.GET.get("modele", ""))
    if request.method != "POST":
        return _new_page(request, NewUseCaseForm(user=request.user, initial=_initial(request, template)))
    form = NewUseCaseForm(request.POST, user=request.user)
    made: list[UseCase] = []
    lookalikes = _lookalikes(request, form) if form.is_valid() else []
    if not lookalikes and accepted(form, lambda data: made.append(_declared(request, data))):
        messages.success(
            request, _("%(ref)s est déclaré. Il reste à le classer.") % {"ref": made[0].reference}
        )
        return web.see_other(reverse("usecases:questionnaire", args=[made[0].slug]))
    return _new_page(request, form, status=422, lookalikes=lookalikes)


def _lookalikes(request: web.HtmxRequest, form: NewUseCaseForm) -> list[UseCase]:
    """Uses that this one may double, until its author says that it is another one."""
    told = form.cleaned_data
    if told["is_distinct"] or told["copied"]:
        return []
    return alike.alike(told["title"], plans={plan.pk for plan in told["plans"]}, to=request.user)


def _declared(request: web.HtmxRequest, told: dict[str, Any]) -> UseCase:
    given = {name: value for name, value in told.items() if name not in ("copied", "is_distinct")}
    copied = _copied(request, told["copied"])
    return usecases.declare(
        by=request.user, now=timezone.now(), today=timezone.localdate(), copy_of=copied, **given
    )


def _copied(request: web.HtmxRequest, slug: str) -> UseCase | None:
    return UseCase.objects.visible_to(request.user).filter(slug=slug).first() if slug else None


@open_to_staff
def usecase_edit(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Change what was declared; who may not is sent back to the sheet with the reason."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    verdict = permissions.can_edit(request.user, use_case)
    if not verdict:
        return back_to_sheet(request, use_case, verdict.reason)
    if request.method != "POST":
        form = UseCaseForm(user=request.user, bound_to=use_case, initial=_current(use_case))
        return _edit_page(request, use_case, form)
    form = UseCaseForm(request.POST, user=request.user, bound_to=use_case)
    if form.is_valid():
        try:
            usecases.edit(use_case, by=request.user, today=timezone.localdate(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Les changements de %(ref)s sont enregistrés.") % {"ref": use_case.reference}
            )
            return web.see_other(reverse("usecases:usecase_sheet", args=[use_case.slug]))
    return _edit_page(request, use_case, form, status=422)


@open_to_staff
@require_POST
def usecase_retire(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Stop the use."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user), slug=slug)
    try:
        usecases.retire(use_case, by=request.user, today=timezone.localdate())
    except Refused as refusal:
        return back_to_sheet(request, use_case, str(refusal))
    messages.success(
        request, _("%(ref)s est arrêté. Sa fiche reste consultable.") % {"ref": use_case.reference}
    )
    return web.see_other(reverse("usecases:usecase_sheet", args=[use_case.slug]))


def back_to_sheet(request: web.HtmxRequest, use_case: UseCase, reason: str) -> HttpResponse:
    """To the sheet, which says why nothing was done."""
    messages.error(request, reason)
    return web.see_other(reverse("usecases:usecase_sheet", args=[use_case.slug]))


def _initial(request: web.HtmxRequest, template: Any) -> dict[str, Any]:
    copied = _copied(request, request.GET.get("copie", ""))
    if copied is not None:
        return {**_current(copied), "title": copied.title, "copied": copied.slug, "first_used_on": None}
    asked = Plan.objects.offered().filter(slug=request.GET.get("offre", ""))
    given: dict[str, Any] = {"plans": [plan.pk for plan in asked]}
    if template is not None:
        purpose = PURPOSES.get(template.id, "")
        given |= {"template": template.id, "title": permissions.in_words(template)}
        given["purpose"] = _(purpose) if purpose else ""
    return given


def _new_page(
    request: web.HtmxRequest,
    form: NewUseCaseForm,
    status: int = 200,
    lookalikes: list[UseCase] | None = None,
) -> HttpResponse:
    rules, chosen = latest(), form["template"].value() or ""
    start = wizard.walk(rules, prefill.starting_answers(rules, template=chosen), facts=())
    context = {
        "form": form,
        "templates": rules.templates,
        "chosen": chosen,
        "offer": request.GET.get("offre", ""),
        "questions_left": len(start.pending) if chosen else 0,
        "lookalikes": lookalikes or [],
    }
    return web.render_page(request, "usecases/new_page.html", context, status=status)


def _edit_page(
    request: web.HtmxRequest, use_case: UseCase, form: UseCaseForm, status: int = 200
) -> HttpResponse:
    return web.render_page(
        request, "usecases/edit_page.html", {"form": form, "use_case": use_case}, status=status
    )


def _current(use_case: UseCase) -> dict[str, Any]:
    names = (*usecases.EDITABLE, "data_levels")
    plans = [link.plan_id for link in use_case.plan_links.current()]
    return {**{name: getattr(use_case, name) for name in names}, "plans": plans}
