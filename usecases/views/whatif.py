"""« Et si … »: what would move a use to the nearest tiers, read beside its result."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from compliance.ai_act.ruleset import load
from compliance.ai_act.whatif import Hypothesis, hypotheses
from etech_ai import web
from etech_ai.badges import TIERS
from people.decorators import open_to_staff
from usecases import checks
from usecases.models import UseCase
from usecases.views.citations import cite


@open_to_staff
@require_safe
def usecase_whatif(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """For the classification in force, under the rules that made it. Writes nothing."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    newest = checks.newest_classification(use_case)
    found: tuple[Hypothesis, ...] = ()
    if newest is not None:
        found = hypotheses(load(newest.ruleset_version), newest.answers, newest.facts)
    context = {"use_case": use_case, "newest": newest, "hypotheses": [_told(item) for item in found]}
    return web.render_page(request, "usecases/whatif_page.html", context, partial="panel")


def _told(item: Hypothesis) -> dict[str, Any]:
    return {"tier": TIERS[item.outcome], "article": cite(item.article), "changes": item.changes}
