"""Documents joined to a request: added, handed over as they were, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals.forms import AttachmentForm
from approvals.models import Attachment, Request
from approvals.services import attachments
from approvals.views.following import sheet_page
from approvals.views.reading import visible_request
from etech_ai import documents, web
from people.decorators import open_to_staff
from people.views.answers import accepted, act


@open_to_staff
@require_POST
def attachment_add(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """Join a document; a refusal shows the sheet again and says why."""
    found = visible_request(request.user, reference)
    form = AttachmentForm(request.POST, request.FILES)
    if accepted(
        form,
        lambda data: attachments.add(
            found,
            name=data["file"].name,
            data=documents.read(data["file"]),
            by=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, _("Le document est joint."))
        return web.see_other(reverse("approvals:request_sheet", args=[reference]))
    return sheet_page(request, found, file_form=form, status=422)


@open_to_staff  # type: ignore[arg-type]
@require_safe
def attachment_download(request: web.HtmxRequest, reference: str, pk: int) -> HttpResponseBase:
    """The document, as a download, once its digest is found again."""
    attachment = _standing(request, reference, pk)
    if not attachments.is_intact(attachment):
        messages.error(request, _("Le fichier n’est plus celui qui a été joint\u00a0: il n’est pas remis."))
        return web.see_other(reverse("approvals:request_sheet", args=[reference]))
    return web.attachment(attachments.path_of(attachment), attachment.file_name)


@open_to_staff
@require_POST
def attachment_remove(request: web.HtmxRequest, reference: str, pk: int) -> HttpResponse:
    attachment = _standing(request, reference, pk)
    back = reverse("approvals:request_sheet", args=[reference])
    return act(
        request,
        back,
        _("Le document est retiré."),
        lambda: attachments.remove(attachment, by=request.user, now=timezone.now()),
    )


def _add(found: Request, file: Any, request: web.HtmxRequest) -> Attachment:
    return attachments.add(
        found, name=file.name, data=documents.read(file), by=request.user, now=timezone.now()
    )


def _standing(request: web.HtmxRequest, reference: str, pk: int) -> Attachment:
    theirs = Attachment.objects.visible_to(request.user).standing().select_related("request")
    return get_object_or_404(theirs, request__reference=reference, pk=pk)
