"""Where a request of each kind is written, and the same form filled in with a former request."""

from django.urls import reverse
from django.utils.http import urlencode

from approvals.models import Request
from approvals.workflow import Kind


def form_url(request: Request) -> str:
    """The page on which a request like this one is asked."""
    if request.use_case:
        return reverse("approvals:request_usecase", args=[request.use_case.slug])
    if request.plan is None:
        return reverse("approvals:request_tool")
    name = "request_exception" if request.kind == Kind.DATA_EXCEPTION else "request_new"
    return reverse(f"approvals:{name}", args=[request.plan.slug])


def extend_url(request: Request) -> str:
    """The form that asks for the same thing for longer."""
    return f"{form_url(request)}?{urlencode({'extends': request.reference})}"


def redo_url(request: Request) -> str:
    """The form that asks for the same thing again."""
    return f"{form_url(request)}?{urlencode({'redoes': request.reference})}"
