"""One obligation of a use case: what the law asks, who answers for it, until when, and what proves it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.ai_act import obligations as duties
from compliance.ai_act.ruleset import load
from etech_ai import documents, web
from people.decorators import open_to_staff
from people.models import User
from people.views.answers import accepted, act
from usecases import checks, permissions
from usecases.forms import ObligationForm, ProofForm
from usecases.models import ObligationProof, UseCase
from usecases.services import obligations, proof_files, proofs
from usecases.views.citations import cite
from usecases.views.duty_lines import badge_of, since_words
from usecases.vocabulary import ProofKind


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def obligation_mark(request: web.HtmxRequest, slug: str, obligation: str) -> HttpResponse:
    """Read it, and say how far it is met; a refusal shows the page again with what was typed."""
    use_case = _readable(request, slug)
    if request.method != "POST":
        return _page(request, use_case, obligation)
    form = ObligationForm(request.POST)
    if accepted(
        form,
        lambda data: obligations.mark(
            use_case, obligation=obligation, by=request.user, today=timezone.localdate(), **data
        ),
    ):
        messages.success(request, _("Le suivi de l’obligation est enregistré."))
        sheet = reverse("usecases:usecase_sheet", args=[use_case.slug])
        return web.see_other(f"{sheet}#ob-{obligation}")
    return _page(request, use_case, obligation, form=form, status=422)


@open_to_staff
@require_POST
def proof_add(request: web.HtmxRequest, slug: str, obligation: str) -> HttpResponse:
    """Add a document, a link or a note."""
    use_case = _readable(request, slug)
    form = ProofForm(request.POST, request.FILES)
    if accepted(form, lambda data: _add(use_case, obligation, data, by=request.user)):
        messages.success(request, _("La preuve est versée."))
        return web.see_other(_address(use_case, obligation))
    return _page(request, use_case, obligation, proof_form=form, status=422)


@open_to_staff
@require_POST
def proof_withdraw(request: web.HtmxRequest, slug: str, pk: int) -> HttpResponse:
    proof = get_object_or_404(
        ObligationProof.objects.visible_to(request.user).standing(), use_case__slug=slug, pk=pk
    )
    return act(
        request,
        reverse("usecases:obligation_mark", args=[slug, proof.obligation]),
        _("La preuve est retirée."),
        lambda: proofs.withdraw(proof, by=request.user, today=timezone.localdate()),
    )


@open_to_staff  # type: ignore[arg-type]
@require_safe
def proof_download(request: web.HtmxRequest, slug: str, pk: int) -> HttpResponseBase:
    """The file, as a download, once its digest is found again."""
    found = ObligationProof.objects.visible_to(request.user).filter(kind=ProofKind.FILE)
    proof = get_object_or_404(found, use_case__slug=slug, pk=pk)
    if not proof_files.is_intact(proof):
        messages.error(request, _("Le fichier n’est plus celui qui a été versé : il n’est pas remis."))
        return web.see_other(reverse("usecases:obligation_mark", args=[slug, proof.obligation]))
    return web.attachment(proof_files.path_of(proof), proof.file_name)


def _readable(request: web.HtmxRequest, slug: str) -> UseCase:
    return get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)


def _address(use_case: UseCase, obligation: str) -> str:
    return reverse("usecases:obligation_mark", args=[use_case.slug, obligation])


def _add(use_case: UseCase, obligation: str, told: dict[str, Any], *, by: User) -> ObligationProof:
    given: dict[str, Any] = {
        "obligation": obligation,
        "title": told["title"],
        "by": by,
        "today": timezone.localdate(),
    }
    if told["kind"] == "file":
        return proofs.add_file(use_case, name=told["file"].name, data=documents.read(told["file"]), **given)
    return proofs.add_text(use_case, kind=told["kind"], text=told[told["kind"]], **given)


def _page(
    request: web.HtmxRequest,
    use_case: UseCase,
    obligation: str,
    *,
    form: ObligationForm | None = None,
    proof_form: ProofForm | None = None,
    status: int = 200,
) -> HttpResponse:
    row = _due(use_case, obligation, timezone.localdate())
    state = (
        use_case.obligation_states.filter(obligation=obligation).select_related("owner", "marked_by").first()
    )
    owner = state.owner if state else None
    context = {
        "use_case": use_case,
        "id": obligation,
        "row": row,
        "duty": row.obligation if row else None,
        "article": cite(row.obligation.article) if row else "",
        "penalty_article": cite(row.obligation.penalty.article) if row and row.obligation.penalty else "",
        "since": since_words(row.applies_from, row.in_force) if row else "",
        "state": state,
        "badge": badge_of(state),
        "owner": owner or use_case.owner,
        "can_mark": permissions.can_mark_obligation(request.user, use_case, owner),
        "form": form or ObligationForm(initial=_initial(state)),
        "proof_form": proof_form or ProofForm(),
        "proofs": use_case.proofs.filter(obligation=obligation).select_related("recorded_by").order_by("-pk"),
        "people": User.objects.active().order_by("last_name", "first_name"),
    }
    return web.render_page(request, "usecases/obligation_page.html", context, status=status if row else 404)


def _due(use_case: UseCase, obligation: str, today: dt.date) -> duties.DueObligation | None:
    newest = checks.newest_classification(use_case)
    if newest is None or obligation not in newest.obligations:
        return None
    return duties.due(load(newest.ruleset_version), [obligation], newest.flags, today)[0]


def _initial(state: Any) -> dict[str, Any]:
    if state is None:
        return {"state": "todo"}
    owner = state.owner.email if state.owner else ""
    return {"state": state.state, "note": state.note, "due_on": state.due_on, "owner": owner}
