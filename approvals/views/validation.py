"""The validation of a use case, beside its sheet: its newest request, who decides, until when."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from approvals import desk
from approvals.models import Request
from approvals.permissions import can_ask_to_validate
from approvals.workflow import Kind
from etech_ai import web
from people.decorators import open_to_staff
from people.models import User
from usecases import permissions
from usecases.models import UseCase


@open_to_staff
@require_safe
def usecase_validation(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """For everybody who reads the use case; its request itself opens for those who may read it."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user), slug=slug)
    of_use = Request.objects.filter(kind=Kind.USE_CASE.value, use_case=use_case)
    found = of_use.newest_first().for_display().first()
    context = {
        "use_case": use_case,
        "found": found,
        "steps": _steps(found) if found else [],
        "reads_it": found and Request.objects.visible_to(request.user).filter(pk=found.pk).exists(),
        "may_ask": _may_ask(request.user, use_case) and not (found and found.is_open),
    }
    return web.render_page(request, "approvals/validation_page.html", context, partial="panel")


def _steps(found: Request) -> list[dict[str, Any]]:
    steps = list(found.steps.in_order().select_related("decided_by"))
    for step in steps:
        step.request = found
    return desk.step_items(found, steps)


def _may_ask(person: User, use_case: UseCase) -> bool:
    return bool(can_ask_to_validate(person, use_case) and permissions.can_ask_validation(person, use_case))
