"""« Et si … »: what would move a use to the nearest tiers, read beside its result."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from compliance.ai_act.ruleset import latest, load
from compliance.ai_act.whatif import Hypothesis, hypotheses
from etech_ai import web
from etech_ai.badges import TIERS
from people.decorators import open_to_staff
from usecases import checks, permissions
from usecases.models import UseCase
from usecases.views.citations import cite


@open_to_staff
@require_safe
def usecase_whatif(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """For the classification in force, under the rules that made it; `?reponses=brouillon`: for the answers
    being given, to who gives them. Writes nothing."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    is_draft = request.GET.get("reponses") == "brouillon" and permissions.can_classify(request.user, use_case)
    found = _of_draft(use_case) if is_draft else _of_newest(use_case)
    context = {
        "use_case": use_case,
        "is_concluded": found is not None,
        "hypotheses": [_told(item) for item in found or ()],
    }
    return web.render_page(request, "usecases/whatif_page.html", context, partial="panel")


def _of_newest(use_case: UseCase) -> tuple[Hypothesis, ...] | None:
    """None while nothing is classified."""
    newest = checks.newest_classification(use_case)
    if newest is None:
        return None
    return hypotheses(load(newest.ruleset_version), newest.answers, newest.facts)


def _of_draft(use_case: UseCase) -> tuple[Hypothesis, ...] | None:
    """None while a question is open."""
    walk = checks.sitting_of(use_case).walk
    if not walk.is_complete:
        return None
    return hypotheses(latest(), walk.answers, checks.facts_of(use_case))


def _told(item: Hypothesis) -> dict[str, Any]:
    return {"tier": TIERS[item.outcome], "article": cite(item.article), "changes": item.changes}
