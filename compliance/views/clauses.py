"""A client's clauses, its agreements, and its position on AI, for those who may read its papers."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.clause_conflicts import Conflict
from compliance.forms import ClauseForm, ConsentForm
from compliance.models import Clause, ClauseEffect, ClientConsent
from compliance.permissions import can_edit_client_rules, can_read_terms
from compliance.services import clauses, consents, flips
from etech_ai import web
from etech_ai.verdicts import Refused
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.models import Client
from people.views.answers import accepted, act, sent


@open_to_staff
@require_safe
def clause_list(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """The register of a client's terms. Whoever may not read them gets the same 404 as for no client."""
    client = _readable(request, slug)
    today = timezone.localdate()
    held = list(Clause.objects.visible_to(request.user).filter(client=client).for_sheet())
    agreed = list(ClientConsent.objects.visible_to(request.user).filter(client=client).for_sheet())
    context = {
        "client": client,
        "clauses": held,
        "consents": agreed,
        "conflicts": _conflicts(client, held, agreed, today),
        "edits": bool(can_edit_client_rules(request.user)),
        "today": today,
    }
    return web.render_page(request, "compliance/clause_list_page.html", context)


def _conflicts(
    client: Client, held: list[Clause], agreed: list[ClientConsent], today: date
) -> tuple[Conflict, ...]:
    """What contradicts what among the clauses and agreements of the day."""
    in_force = [clause for clause in held if clause.is_in_force(today)]
    tools = {consent.tool.slug for consent in agreed if consent.is_valid(today)}
    return clauses.conflicts_of(client, in_force, consented=tools)


@requires(Permission.EDIT_DATA_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def clause_new(request: web.HtmxRequest, slug: str) -> HttpResponse:
    client = _readable(request, slug)
    form = ClauseForm(sent(request), client=client)
    is_drafting = bool(request.htmx) or "apercu" in request.POST
    if (
        request.method == "POST"
        and not is_drafting
        and accepted(form, lambda data: clauses.add(client, **data, by=request.user))
    ):
        messages.success(
            request, _("La clause est enregistrée : les réponses en tiennent compte dès maintenant.")
        )
        return web.see_other(reverse("compliance:clause_list", args=[client.slug]))
    context = {"client": client, "form": form, **_flipping(request, client)}
    status = 422 if form.is_bound and not is_drafting else 200
    return web.render_page(
        request, "compliance/clause_form_page.html", context, partial="flips", status=status
    )


def _flipping(request: web.HtmxRequest, client: Client) -> dict[str, Any]:
    """The cells that the clause being written would flip, as soon as its effect can be read."""
    effect = request.POST.get("effect", "")
    if effect not in [known.value for known in ClauseEffect]:
        return {"flips": None}
    value = request.POST.get("value", "")
    try:
        found = flips.of_clause(
            client, effect=effect, value=value, by=request.user, today=timezone.localdate()
        )
    except Refused as refusal:
        return {"flips": None, "problem": str(refusal)}
    return {"flips": found}


@requires(Permission.EDIT_DATA_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def clause_retire(request: web.HtmxRequest, slug: str, pk: int) -> HttpResponse:
    """Which answers change without the clause, then the button that retires it."""
    clause = get_object_or_404(Clause.objects.visible_to(request.user).for_sheet(), client__slug=slug, pk=pk)
    if request.method == "POST":
        return act(
            request, reverse("compliance:clause_list", args=[slug]), _("La clause est retirée."),
            lambda: clauses.retire(clause, by=request.user, today=timezone.localdate()),
        )  # fmt: skip
    found = flips.without(clause, by=request.user, today=timezone.localdate())
    context = {"client": clause.client, "clause": clause, "flips": found}
    return web.render_page(request, "compliance/clause_retire_page.html", context)


@requires(Permission.EDIT_DATA_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def consent_new(request: web.HtmxRequest, slug: str) -> HttpResponse:
    client = _readable(request, slug)
    form = ConsentForm(sent(request), client=client, initial={"granted_on": timezone.localdate()})
    if request.method == "POST" and accepted(
        form, lambda data: consents.grant(client, **data, by=request.user)
    ):
        messages.success(request, _("L’accord du client est enregistré."))
        return web.see_other(reverse("compliance:clause_list", args=[client.slug]))
    return _form_page(request, "compliance/consent_form_page.html", client, form)


@requires(Permission.EDIT_DATA_RULES)
@require_POST
def consent_withdraw(request: web.HtmxRequest, slug: str, pk: int) -> HttpResponse:
    consent = get_object_or_404(ClientConsent.objects.visible_to(request.user), client__slug=slug, pk=pk)
    return act(
        request, reverse("compliance:clause_list", args=[slug]), _("L’accord est retiré."),
        lambda: consents.withdraw(consent, by=request.user, today=timezone.localdate()),
    )  # fmt: skip


def _readable(request: web.HtmxRequest, slug: str) -> Client:
    """The client, for who may read its terms; the name alone does not open them."""
    client = get_object_or_404(Client.objects.visible_to(request.user), slug=slug)
    if not can_read_terms(request.user, client):
        raise Http404
    return client


def _form_page(request: web.HtmxRequest, template: str, client: Client, form: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return web.render_page(request, template, {"client": client, "form": form}, status=status)
