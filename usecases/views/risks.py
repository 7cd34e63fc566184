"""The risks of a use case, one risk, and the bias questions."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from etech_ai import web
from people.decorators import open_to_staff
from people.models import User
from people.views.answers import accepted, sent
from usecases import checks, freshness, permissions
from usecases.models import BiasReview, Risk, UseCase
from usecases.risk_forms import BiasForm, RiskForm
from usecases.risk_words import (
    ARE_AFFECTED,
    BIAS_QUESTIONS,
    BiasAnswer,
    Degree,
    GenerativeRisk,
    RiskState,
    open_questions,
)
from usecases.services import risks

STATES = {
    RiskState.OPEN: ("caution", "circle"),
    RiskState.TREATED: ("success", "circle-check"),
    RiskState.ACCEPTED: ("neutral", "circle-minus"),
}


@open_to_staff
@require_safe
def risk_list(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """The list, worst first, and the bias questions when people are affected."""
    use_case = _readable(request, slug)
    return _list_page(request, use_case, BiasForm(initial=_next_review(timezone.localdate())))


@open_to_staff
@require_POST
def bias_review(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Answer the bias questions and say when to ask them again."""
    use_case = _readable(request, slug)
    form, today = BiasForm(request.POST), timezone.localdate()
    if accepted(
        form,
        lambda data: risks.review_bias(
            use_case, answers=form.answers, next_on=data["next_on"], by=request.user, today=today
        ),
    ):
        messages.success(request, _("La revue des biais est enregistrée."))
        return web.see_other(f"{reverse('usecases:risk_list', args=[slug])}#biais")
    return _list_page(request, use_case, form, status=422)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def risk_new(request: web.HtmxRequest, slug: str) -> HttpResponse:
    use_case = _readable(request, slug)
    verdict = permissions.can_keep_risks(request.user, use_case)
    if not verdict:
        messages.error(request, verdict.reason)
        return web.see_other(reverse("usecases:risk_list", args=[slug]))
    form = RiskForm(sent(request), initial={"state": RiskState.OPEN.value})
    if request.method == "POST" and accepted(
        form, lambda data: risks.add(use_case, by=request.user, today=timezone.localdate(), **data)
    ):
        messages.success(request, _("Le risque est ajouté."))
        return web.see_other(reverse("usecases:risk_list", args=[slug]))
    return _form_page(request, use_case, form)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def risk_edit(request: web.HtmxRequest, slug: str, number: int) -> HttpResponse:
    use_case = _readable(request, slug)
    risk = get_object_or_404(use_case.risks.select_related("owner"), number=number)
    verdict = permissions.can_keep_risks(request.user, use_case, risk.owner)
    if not verdict:
        messages.error(request, verdict.reason)
        return web.see_other(reverse("usecases:risk_list", args=[slug]))
    initial = {name: getattr(risk, name) for name in risks.FIELDS} | {"owner": risk.owner.email}
    form = RiskForm(sent(request), initial=initial)
    if request.method == "POST" and accepted(
        form, lambda data: risks.edit(risk, by=request.user, today=timezone.localdate(), **data)
    ):
        messages.success(request, _("Le risque est mis à jour."))
        return web.see_other(reverse("usecases:risk_list", args=[slug]))
    return _form_page(request, use_case, form, risk)


def affects_people(use_case: UseCase) -> bool:
    """Personal data, or a classification that says so: then the bias questions are asked."""
    newest = checks.newest_classification(use_case)
    flags = {*newest.flags, *newest.basis} if newest else set()
    has_area = any(flag.startswith("annex_iii") for flag in flags)
    return bool(ARE_AFFECTED & flags) or has_area or "personal_data" in checks.facts_of(use_case)


def _readable(request: web.HtmxRequest, slug: str) -> UseCase:
    return get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)


def _next_review(today: dt.date) -> dict[str, dt.date]:
    return {"next_on": freshness.a_year_after(today)}


def _list_page(
    request: web.HtmxRequest, use_case: UseCase, form: BiasForm, status: int = 200
) -> HttpResponse:
    reviews = use_case.bias_reviews.select_related("reviewed_by").order_by("-pk")
    newest = reviews.first()
    rows = sorted(
        (_row(risk) for risk in use_case.risks.select_related("owner")), key=lambda row: row["order"]
    )
    context = {
        "use_case": use_case,
        "rows": sorted(rows, key=lambda row: row["order"]),
        "can_keep": permissions.can_keep_risks(request.user, use_case),
        "affects_people": affects_people(use_case),
        "review": newest,
        "answers": _answers(newest) if newest else [],
        "still_open": len(open_questions(newest.answers)) if newest else 0,
        "is_late": newest is not None and newest.next_on < timezone.localdate(),
        "form": form,
    }
    return web.render_page(request, "usecases/risk_list_page.html", context, status=status)


def _row(risk: Risk) -> dict[str, Any]:
    state = RiskState(risk.state)
    rank = [degree.value for degree in Degree]
    weight = (rank.index(risk.likelihood) + 1) * (rank.index(risk.impact) + 1)
    tone, icon = STATES[state]
    return {
        "risk": risk,
        "tags": [GenerativeRisk(tag).label for tag in risk.tags],
        "likelihood": Degree(risk.likelihood).label,
        "impact": Degree(risk.impact).label,
        "tone": "danger" if weight >= 6 else "caution" if weight >= 3 else "success",
        "state": state,
        "state_tone": tone,
        "state_icon": icon,
        "is_late": bool(risk.review_on and risk.review_on < timezone.localdate()),
        "order": (state != RiskState.OPEN, -weight, risk.number),
    }


def _answers(review: BiasReview) -> list[dict[str, Any]]:
    return [
        {"text": text, "article": article, "answer": BiasAnswer(review.answers[name])}
        for name, text, article in BIAS_QUESTIONS
        if name in review.answers
    ]


def _form_page(
    request: web.HtmxRequest, use_case: UseCase, form: RiskForm, risk: Risk | None = None
) -> HttpResponse:
    people = User.objects.active().order_by("last_name", "first_name")
    context = {"use_case": use_case, "form": form, "risk": risk, "people": people}
    status = 422 if form.is_bound else 200
    return web.render_page(request, "usecases/risk_form_page.html", context, status=status)
