"""Where a request of each kind is written, and the same form filled in with a former request."""

from django.urls import reverse
from django.utils.http import urlencode

from approvals.models import Request
from approvals.workflow import Kind

BY_PLAN = {Kind.DATA_EXCEPTION: "request_exception", Kind.API_KEY: "request_key"}
"""The pages of the kinds that are about a plan; `request_new` for the others."""


def form_url(request: Request) -> str:
    """The page on which a request like this one is asked."""
    if request.use_case:
        return reverse("approvals:request_usecase", args=[request.use_case.slug])
    if request.api_key_id:
        return reverse("approvals:request_quota", args=[request.api_key_id])
    if request.plan is None:
        return reverse("approvals:request_tool")
    name = BY_PLAN.get(Kind(request.kind), "request_new")
    return reverse(f"approvals:{name}", args=[request.plan.slug])


def extend_url(request: Request) -> str:
    """The form that asks for the same thing for longer."""
    return f"{form_url(request)}?{urlencode({'extends': request.reference})}"


def redo_url(request: Request) -> str:
    """The form that asks for the same thing again."""
    return f"{form_url(request)}?{urlencode({'redoes': request.reference})}"
