"""Marking an obligation from the sheet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from etech_ai import web
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff
from usecases.forms import ObligationForm
from usecases.models import UseCase
from usecases.services import obligations
from usecases.views.sheet import sheet_page


@open_to_staff
@require_POST
def obligation_mark(request: web.HtmxRequest, slug: str, obligation: str) -> HttpResponse:
    """Say how far an obligation is met; a refusal shows the sheet again with what was typed."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    form = ObligationForm(request.POST, prefix=obligation)
    if form.is_valid():
        try:
            obligations.mark(
                use_case,
                obligation=obligation,
                by=request.user,
                today=timezone.localdate(),
                **form.cleaned_data,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Le suivi de l’obligation est enregistré."))
            sheet = reverse("usecases:usecase_sheet", args=[use_case.slug])
            return web.see_other(f"{sheet}#ob-{obligation}")
    return sheet_page(request, use_case, refused={obligation: form}, status=422)
