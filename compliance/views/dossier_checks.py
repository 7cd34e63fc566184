"""Checking a dossier that somebody received: here, or anywhere with the verifier and the keys."""

from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from compliance.dossiers import verifier
from compliance.forms import VerifyForm
from compliance.models import Dossier
from compliance.services import dossier_checks
from compliance.views.dossier_words import grouped, in_words
from etech_ai import web
from etech_ai.audit import signing
from people.decorators import open_to_staff, public
from people.views.answers import sent

VERIFIER = Path(verifier.__file__)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_verify(request: web.HtmxRequest) -> HttpResponse:
    """What the verifier says of a PDF, or whether a fingerprint is in the archive. Nothing is kept."""
    form = VerifyForm(sent(request), request.FILES or None)
    found: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        found = _of_file(file) if file else {}
        found |= _in_archive(request, found.get("sha256") or form.cleaned_data["fingerprint"])
    status = 422 if form.is_bound and form.errors else 200
    context = {"form": form, "found": found, "keys_url": reverse("compliance:dossier_keys")}
    return web.render_page(request, "compliance/dossier_verify_page.html", context, status=status)


@public
@require_safe
def dossier_keys(request: web.HtmxRequest) -> HttpResponse:
    """The fingerprints that a dossier's signature is held against, for whoever received one."""
    keys = [
        {"fingerprint": key, "grouped": grouped(key), "signs": place == 0}
        for place, key in enumerate(signing.fingerprints())
    ]
    return web.render_page(request, "compliance/dossier_keys_page.html", {"keys": keys})


@public
@require_safe
def verifier_script(request: web.HtmxRequest) -> HttpResponse:
    """The verifier itself: one file that runs on any Python 3."""
    answer = HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verifier.py"'
    return answer


def _of_file(file: UploadedFile) -> dict[str, Any]:
    """The size is known to be small; above 2.5 MB the upload lay on the disk until here."""
    judged = dossier_checks.judge(file.read())
    return {"judged": judged, "problem": in_words(judged.problem), "sha256": judged.sha256, "name": file.name}


def _in_archive(request: web.HtmxRequest, sha256: str) -> dict[str, Any]:
    """The dossier with that seal, for who may read it; to others, as unknown as none."""
    found = Dossier.objects.visible_to(request.user).sealed().filter(sha256=sha256 or "-")
    return {"dossier": found.first(), "sha256": sha256, "grouped": grouped(sha256)}
