"""The archive of sealed dossiers: the list, one dossier from the asking to the seal, taking the file."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance import trail
from compliance.forms import DOSSIER_SORTS, DossierFilterForm
from compliance.models import CheckState, Dossier, DossierState
from compliance.permissions import can_seal_dossier
from compliance.services import dossier_checks, dossier_files, dossiers
from compliance.views.dossier_progress import progress_of
from compliance.views.dossier_words import grouped, in_words
from etech_ai import web
from etech_ai.audit import signing
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.views.answers import act

PER_PAGE = 25
RUNNING_SHOWN = 5


@open_to_staff
@require_safe
def dossier_list(request: web.HtmxRequest) -> HttpResponse:
    """What is sealed and what is under way, as far as this person may read."""
    form = DossierFilterForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    states = (DossierState.ABANDONED,) if wanted.get("etat") == "arretes" else (DossierState.SEALED,)
    found = Dossier.objects.visible_to(request.user).filter(state__in=states).matching(wanted.get("q") or "")
    order = DOSSIER_SORTS[wanted.get("tri") or "recent"]
    page = web.paginate(request, found.for_list().order_by(*order), PER_PAGE)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(dossier) for dossier in page],
        "is_filtered": bool(wanted.get("q") or wanted.get("etat")),
        "shows_stopped": wanted.get("etat") == "arretes",
        "checked": dossier_checks.counts(request.user),
        "may_seal": can_seal_dossier(request.user),
        "today": timezone.localdate(),
        **_running(request.user),
    }
    return web.render_page(request, "compliance/dossier_list_page.html", context, partial="results")


@open_to_staff
@require_safe
def dossier_running(request: web.HtmxRequest) -> HttpResponse:
    """What is under way, for the card that asks every few seconds."""
    context = {"may_seal": can_seal_dossier(request.user), **_running(request.user)}
    return web.render_page(request, "compliance/dossier_running_page.html", context, partial="running")


@open_to_staff
@require_safe
def dossier_sheet(request: web.HtmxRequest, number: str) -> HttpResponse:
    """One dossier: how far it is, why it failed, or its seal and how to check it without the portal."""
    dossier = _readable(request, number)
    context = {
        "dossier": dossier,
        "may_seal": can_seal_dossier(request.user),
        "progress": None if dossier.is_sealed else progress_of([dossier], timezone.now())[0],
        "log": trail.history(dossier),
        "subject_reference": dossier.subject_label.partition(" ")[0],
    }
    if dossier.is_sealed:
        context |= _seal(dossier)
    return web.render_page(request, "compliance/dossier_sheet_page.html", context, partial="state")


@open_to_staff  # type: ignore[arg-type]
@require_POST
def dossier_download(request: web.HtmxRequest, number: str) -> HttpResponseBase:
    """The file, read again before it leaves: one that differs stays. Taking it is an event, so a POST."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).sealed(), number=number)
    if dossier_checks.check(dossier, now=timezone.now(), by=dossiers.BY_JOB).state != CheckState.INTACT:
        messages.error(request, _("Le fichier n’est plus celui qui a été scellé : il n’est pas remis."))
        return web.see_other(reverse("compliance:dossier_sheet", args=[number]))
    dossiers.record_download(dossier, by=request.user)
    answer = FileResponse(
        dossier_files.path_of(dossier).open("rb"),
        as_attachment=True,
        filename=f"{dossier.number}.pdf",
        content_type="application/pdf",
    )
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(Permission.SEAL_DOSSIERS)
@require_POST
def dossier_abandon(request: web.HtmxRequest, number: str) -> HttpResponse:
    dossier = _readable(request, number)
    return act(
        request, _back(number), _("Le dossier est arrêté. Son numéro reste pris."),
        lambda: dossiers.abandon(dossier, by=request.user),
    )  # fmt: skip


@requires(Permission.SEAL_DOSSIERS)
@require_POST
def dossier_retry(request: web.HtmxRequest, number: str) -> HttpResponse:
    dossier = _readable(request, number)
    return act(
        request, _back(number), _("Le dossier est relancé."),
        lambda: dossiers.retry(dossier, by=request.user, now=timezone.now()),
    )  # fmt: skip


def _readable(request: web.HtmxRequest, number: str) -> Dossier:
    return get_object_or_404(Dossier.objects.visible_to(request.user).for_list(), number=number)


def _back(number: str) -> str:
    return reverse("compliance:dossier_sheet", args=[number])


def _running(user: Any) -> dict[str, Any]:
    """The newest that are not sealed, with how far they are."""
    rows = Dossier.objects.visible_to(user).unsealed().for_list().order_by("-requested_at", "-pk")
    running = progress_of(rows[:RUNNING_SHOWN], timezone.now())
    return {"running": running, "polls": any(item.is_moving for item in running)}


def _row(dossier: Dossier) -> dict[str, Any]:
    parts = grouped(dossier.sha256).split()
    return {
        "dossier": dossier,
        "fingerprint": f"{' '.join(parts[:2])}…{' '.join(parts[-2:])}" if parts else "",
        "check": _check(dossier),
    }


def _check(dossier: Dossier) -> str:
    """The state of the last check, or `never` for one that no night has seen yet."""
    found = getattr(dossier, "last_check", None)
    return found.state if found else "never"


def _seal(dossier: Dossier) -> dict[str, Any]:
    last = getattr(dossier, "last_check", None)
    return {
        "check": _check(dossier),
        "last_check": last,
        "problem": in_words(last.problem) if last else "",
        "sha256": grouped(dossier.sha256),
        "signer": grouped(dossier.signer),
        "trail_digest": grouped(dossier.trail_digest),
        "signs_now": dossier.signer == signing.fingerprints()[0],
    }
