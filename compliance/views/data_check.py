"""« Puis-je envoyer ? »: the question, its answer, and the matrix beneath."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from compliance.forms import DataCheckForm
from compliance.services import answers, matrices
from compliance.services.answers import Answer
from etech_ai import web
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff
from people.models import Client

ASKED = ("level", "plan", "client", "project")


@open_to_staff
@require_safe
def data_check(request: web.HtmxRequest) -> HttpResponse:
    """The question as a GET form, its answer, and the matrix for the same client."""
    is_asked = any(name in request.GET for name in ("level", "plan"))
    form = DataCheckForm(request.GET if is_asked else None, user=request.user)
    context: dict[str, Any] = {"form": form, **_answered(form, request.user)}
    if not request.htmx:
        client = _client_shown(request, form)
        context["matrix"] = matrices.build(by=request.user, client=client, today=timezone.localdate())
    status = 422 if is_asked and form.errors else 200
    return web.render_page(
        request, "compliance/data_check_page.html", context, partial="answer", status=status
    )


def _answered(form: DataCheckForm, user: Any) -> dict[str, Any]:
    if not form.is_bound or not form.is_valid():
        return {"answer": None}
    data = form.cleaned_data
    try:
        answer = answers.ask(
            by=user, plan=data["plan"], client=data["client"], project=data["project"], levels=data["level"],
            attested=form.attested, today=timezone.localdate(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return {"answer": None}
    found = matrices.alternatives(answer, by=user)
    return {
        "answer": answer,
        "alternatives": [{"item": item, "query": _query(item.answer)} for item in found],
        "exception_query": exception_query(answer),
        "notes": [level.note for level in form.levels if level.id in answer.levels and level.note],
    }


def _query(answer: Answer) -> str:
    """The address of the same question about another plan or fewer levels."""
    parts = [f"level={level}" for level in answer.levels] + [f"plan={answer.plan.slug}"]
    parts += [f"client={answer.client.slug}"] if answer.client else []
    parts += [f"project={answer.project.slug}"] if answer.project else []
    return "&".join(parts)


def exception_query(answer: Answer) -> str:
    """What a refusal already knows, for the form that asks for an exception."""
    project = [("project", str(answer.project.pk))] if answer.project else []
    return urlencode([*project, *(("data_levels", level) for level in answer.levels)])


def _client_shown(request: web.HtmxRequest, form: DataCheckForm) -> Client | None:
    """Whose rules the matrix shows: the client asked about, else Etech's own."""
    project = getattr(form, "cleaned_data", {}).get("project")
    return project.client if project else form.clients.get(request.GET.get("client", ""))
