"""The AI Act questionnaire: one question a screen, the result beside it, saved at each step."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from compliance.ai_act.engine import Outcome, Reason
from compliance.ai_act.ruleset import latest
from compliance.ai_act.shapes import Option
from etech_ai import web
from etech_ai.badges import TIERS
from etech_ai.verdicts import Refused, Verdict
from people.decorators import open_to_staff
from usecases import checks, permissions, wizard
from usecases.models import UseCase
from usecases.services import classification
from usecases.views.citations import cite, cited_trace
from usecases.views.declare import back_to_sheet
from usecases.views.flag_lines import flag_lines

TEMPLATE = "usecases/questionnaire_page.html"


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """`?question=q_area` names the screen, « relire » the last one; without it, where the answers stopped.

    What is ticked is saved at once by htmx (`nav=keep`), which gets the result back.
    """
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    verdict = permissions.can_classify(request.user, use_case)
    if not verdict:
        return back_to_sheet(request, use_case, verdict.reason)
    if request.method == "POST":
        return _save(request, use_case)
    sitting = checks.sitting_of(use_case)
    return _page(request, use_case, sitting, request.GET.get("question") or sitting.walk.first_open())


@open_to_staff
@require_POST
def questionnaire_conclude(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Store what the answers come to."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    try:
        concluded = classification.conclude(use_case, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return web.see_other(_address(use_case, wizard.REVIEW))
    label = _(TIERS[concluded.outcome].label)
    messages.success(
        request, _("%(ref)s est classé : %(tier)s.") % {"ref": use_case.reference, "tier": label}
    )
    return web.see_other(reverse("usecases:usecase_sheet", args=[use_case.slug]))


@open_to_staff
@require_POST
def questionnaire_help(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Ask the champions (or the DPO) about the open questions."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    try:
        asked = classification.ask_help(use_case, by=request.user)
    except Refused as refusal:
        return back_to_sheet(request, use_case, str(refusal))
    names = ", ".join(person.full_name for person in asked)
    text = ngettext("%(names)s est prévenu.", "%(names)s sont prévenus.", len(asked)) % {"names": names}
    messages.success(request, text)
    return web.see_other(reverse("usecases:usecase_sheet", args=[use_case.slug]))


def _save(request: web.HtmxRequest, use_case: UseCase) -> HttpResponse:
    """Keep the answer, then go where the button says. Going back or leaving does not ask for an answer."""
    name, chosen = request.POST.get("question", ""), request.POST.getlist("answer")
    going = request.POST.get("nav", "next")
    if going == "keep":
        return _keep(request, use_case, name, chosen)
    if chosen or going == "next":
        try:
            classification.answer(use_case, question=name, answer=chosen, by=request.user, now=timezone.now())
        except Refused as refusal:
            sitting = checks.sitting_of(use_case)
            return _page(request, use_case, sitting, name, refused=str(refusal), chosen=chosen, status=422)
    walk = checks.sitting_of(use_case).walk
    if going == "later":
        return web.see_other(reverse("usecases:usecase_sheet", args=[use_case.slug]))
    return web.see_other(_address(use_case, walk.before(name) if going == "back" else walk.after(name)))


def _keep(request: web.HtmxRequest, use_case: UseCase, name: str, chosen: list[str]) -> HttpResponse:
    """Saved as it is ticked: the result beside it, and when it was saved. Unticking all takes the answer
    back."""
    refused = ""
    try:
        if chosen:
            classification.answer(use_case, question=name, answer=chosen, by=request.user, now=timezone.now())
        else:
            classification.take_back(use_case, question=name, by=request.user, now=timezone.now())
    except Refused as refusal:
        refused = str(refusal)
    sitting = checks.sitting_of(use_case)
    status = 422 if refused else 200
    return _page(request, use_case, sitting, name, refused=refused, is_autosave=True, status=status)


def _page(
    request: web.HtmxRequest,
    use_case: UseCase,
    sitting: checks.Sitting,
    name: str,
    *,
    refused: str = "",
    chosen: list[str] | None = None,
    is_autosave: bool = False,
    status: int = 200,
) -> HttpResponse:
    walk = sitting.walk
    asked = walk.get(name)
    current = asked.question.id if asked else wizard.REVIEW
    context: dict[str, Any] = {
        "use_case": use_case,
        "sitting": sitting,
        "walk": walk,
        "asked": asked,
        "current": current,
        "stages": walk.stages(current),
        "number": walk.place(current) + 1,
        "total": len(walk.asked),
        "previous": walk.before(current),
        "chosen": chosen if chosen is not None else [option.id for option in asked.chosen] if asked else [],
        "refused": refused,
        "is_autosave": is_autosave,
        "result": result_of(walk),
        "helpers": classification.helpers(use_case) if walk.pending and not asked else [],
    }
    if asked:
        context["citation"] = cite(asked.question.article)
        context["usual"] = _options(asked.question.usual_options)
        context["rare"] = _options(asked.question.rare_options)
        context["rare_open"] = any(option.id in context["chosen"] for option in asked.question.rare_options)
    else:
        context["answers"] = [_reviewed(item) for item in walk.asked]
        context["can_conclude"] = _can_conclude(walk)
    return web.render_page(request, TEMPLATE, context, partial="result", status=status)


def _options(options: Iterable[Option]) -> list[dict[str, Any]]:
    """Each option with the article of its own, when it has one."""
    return [
        {"option": option, "article": cite(option.citation if option.article else None)} for option in options
    ]


def result_of(walk: wizard.Walk) -> dict[str, Any]:
    """The panel on the right: where the answers point, and why."""
    outcome, hint, rules = walk.outcome, _hint(walk.outcome), latest()
    shown = walk.announced
    lead = outcome.provisional if outcome.provisional not in (None, shown) else None
    silent = {*outcome.unanswered, *(() if hint is None else (outcome.rule,))}  # said once, under the list
    return {
        "tone": TIERS[shown].tone,
        "icon": TIERS[shown].icon,
        "outcome": rules.outcomes[shown],
        "lead": rules.outcomes[lead] if lead else None,
        "article": cite(hint.article if hint else outcome.article),
        "is_provisional": not walk.is_complete,
        "trace": cited_trace(
            [reason for reason in outcome.trace if reason.rule not in silent],
            key=hint.rule if hint else outcome.rule,
        ),
        "pending": len(walk.pending),
        "version": outcome.ruleset_version,
        "flags": flag_lines(rules, outcome.flags, obligations=outcome.obligations)
        if walk.is_complete
        else [],
    }


def _hint(outcome: Outcome) -> Reason | None:
    """The rule behind a provisional result."""
    return next((reason for reason in outcome.trace if reason.rule.startswith("provisional.")), None)


def _reviewed(asked: wizard.Asked) -> dict[str, Any]:
    articles = dict.fromkeys(cite(option.citation) for option in asked.chosen) or {
        cite(asked.question.article): None
    }
    return {"asked": asked, "articles": [article for article in articles if article]}


def _can_conclude(walk: wizard.Walk) -> Verdict:
    if walk.is_complete:
        return Verdict(True)
    return Verdict(False, _("Il reste des questions ouvertes : répondez, ou demandez de l’aide."))


def _address(use_case: UseCase, name: str) -> str:
    return f"{reverse('usecases:questionnaire', args=[use_case.slug])}?question={name}"
