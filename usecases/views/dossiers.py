"""Asking for the dossier of a use case: a form of its own, which the archive's page shows inside."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from compliance.models import Dossier
from etech_ai import web
from people.access import Permission
from people.decorators import requires
from people.views.answers import accepted, sent
from usecases.forms import DossierForm
from usecases.models import UseCase
from usecases.services import dossiers
from usecases.vocabulary import Progress

SUGGESTED = 100


@requires(Permission.SEAL_DOSSIERS)
@require_http_methods(["GET", "HEAD", "POST"])
def dossier_new(request: web.HtmxRequest) -> HttpResponse:
    """Choose a use case, a recipient and a period; a second click finds the dossier of the first."""
    visible = UseCase.objects.visible_to(request.user)
    chosen = visible.filter(slug=request.GET.get("cas", "")).first()
    initial = {"use_case": str(chosen) if chosen else "", "until": timezone.localdate(), "hides_names": True}
    form = DossierForm(sent(request), visible=visible, initial=initial)
    queued: list[Dossier] = []
    if request.method == "POST" and accepted(form, lambda data: queued.append(_asked(request, data))):
        messages.success(
            request, _("Le dossier est en préparation. Une notification vous dira qu’il est prêt.")
        )
        return web.see_other(reverse("compliance:dossier_sheet", args=[queued[0].number]))
    context = {
        "form": form,
        "chosen": chosen,
        "open_duties": _open_duties(chosen),
        "suggested": visible.in_force().order_by("-updated_on", "-number")[:SUGGESTED],
    }
    status = 422 if form.is_bound else 200
    return web.render_page(request, "usecases/dossier_page.html", context, partial="form", status=status)


def _asked(request: web.HtmxRequest, data: dict[str, Any]) -> Dossier:
    return dossiers.request(data.pop("use_case"), **data, by=request.user, now=timezone.now())


def _open_duties(use_case: UseCase | None) -> int:
    """How many obligations of the newest classification will be printed as not met."""
    newest = use_case.classifications.newest_first().first() if use_case else None
    if use_case is None or newest is None:
        return 0
    settled = use_case.obligation_states.exclude(state=Progress.TODO).values_list("obligation", flat=True)
    return len(set(newest.obligations) - set(settled))
