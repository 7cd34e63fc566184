"""The archive of sealed dossiers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from compliance.models import Dossier
from etech_ai import web
from people.decorators import open_to_staff


@open_to_staff
@require_safe
def dossier_sheet(request: web.HtmxRequest, number: str) -> HttpResponse:
    """One dossier: how far it is, or what was sealed."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user).for_list(), number=number)
    return web.render_page(request, "compliance/dossier_sheet_page.html", {"dossier": dossier})
