"""The applicability sheet of a use case, and of a client."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compliance.ai_act.ruleset import load
from compliance.ai_act.shapes import Flag
from etech_ai import web, wording
from etech_ai.badges import TIERS
from people.decorators import open_to_staff
from people.models import Client
from people.views.answers import accepted
from usecases import checks, permissions
from usecases.applicability_words import Applies, Regime
from usecases.models import ApplicabilitySheet, UseCase
from usecases.risk_forms import ApplicabilityForm
from usecases.services import applicability
from usecases.views.citations import cite

TONES = {Applies.YES: "info", Applies.PARTLY: "caution", Applies.NO: "neutral"}


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def usecase_applicability(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Which law applies to this use."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    back = reverse("usecases:usecase_sheet", args=[slug])
    return _answer(request, use_case, back, use_case.title, _known(use_case))


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def client_applicability(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Which law applies to our work for this client."""
    client = get_object_or_404(Client.objects.with_details_for(request.user), slug=slug)
    return _answer(
        request, client, reverse("people:client_sheet", args=[slug]), client.name, _known_of(client)
    )


def _answer(
    request: web.HtmxRequest, subject: UseCase | Client, back: str, title: str, known: list[str]
) -> HttpResponse:
    newest = applicability.newest_of(subject)
    form = (
        ApplicabilityForm(request.POST)
        if request.method == "POST"
        else ApplicabilityForm(initial=_told(newest))
    )
    if form.is_bound and accepted(
        form,
        lambda data: applicability.sign(
            subject, lines=form.lines(), by=request.user, today=timezone.localdate()
        ),
    ):
        messages.success(request, _("La fiche d’applicabilité est signée."))
        return web.see_other(request.path)
    context = {
        "title": title,
        "back": back,
        "known": known,
        "newest": newest,
        "lines": [_line(line) for line in newest.lines] if newest else [],
        "is_outdated": newest is not None and applicability.is_outdated(newest, subject),
        "can_sign": permissions.can_sign_applicability(request.user),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return web.render_page(request, "usecases/applicability_page.html", context, status=status)


def _told(newest: ApplicabilitySheet | None) -> dict[str, str]:
    """The last signed answers, to start from; nothing is preselected the first time."""
    lines = newest.lines if newest else []
    return {
        f"{line['regime']}_{part}": line[part]
        for line in lines
        for part in ("applies", "reason", "reference")
    }


def _line(line: dict[str, str]) -> dict[str, Any]:
    applies = Applies(line["applies"])
    return {**line, "regime": Regime(line["regime"]), "applies": applies, "tone": TONES[applies]}


def _known(use_case: UseCase) -> list[str]:
    """What the register already tells, to help who signs."""
    newest = checks.newest_classification(use_case)
    told = [_("Classement : %(tier)s") % {"tier": _(TIERS[use_case.outcome or "undetermined"].label)}]
    if newest:
        rules = load(newest.ruleset_version)
        told += [_said(rules.flags[name]) for name in newest.flags if name in rules.flags]
    if "personal_data" in checks.facts_of(use_case):
        told.append(_("Données personnelles déclarées"))
    return told + (_known_of(use_case.client) if use_case.client else [])


def _said(flag: Flag) -> str:
    label = flag.en if wording.language() == "en" else flag.fr
    return f"{label} ({cite(flag.article)})" if flag.article else label


def _known_of(client: Client) -> list[str]:
    """Its sector, and what was signed for it."""
    told = [_("Client : %(name)s") % {"name": client.name}]
    told.append(_("Secteur : %(name)s") % {"name": _(client.get_sector_display())})
    signed = applicability.newest_of(client)
    if signed:
        told.append(_("Fiche du client signée le %(day)s") % {"day": wording.day(signed.signed_on)})
    return told
