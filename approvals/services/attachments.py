"""Documents attached to a request: admitted by their content, kept with their digest, taken back."""

from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.models import Attachment, Request
from approvals.permissions import can_attach, can_remove
from approvals.services import moves
from etech_ai import documents
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User

MOST = 10
"""How many documents stand on one request."""


@transaction.atomic
def add(request: Request, *, name: str, data: bytes, by: User, now: datetime) -> Attachment:
    """Attach a document. Raises Refused for who may not, one too many, one that is there, or no document."""
    request = moves.locked(request)
    can_attach(by, request).enforce()
    if request.attachments.standing().count() >= MOST:
        raise Refused(_("Dix pièces sont déjà jointes\u00a0: retirez-en une, ou donnez un lien."))
    kept = documents.keep(_folder(request), name, data)
    if request.attachments.standing().filter(sha256=kept.sha256).exists():
        raise Refused(_("Ce document est déjà joint à la demande."))
    attachment = Attachment(
        request=request, file_name=kept.name, sha256=kept.sha256, size=kept.size, added_by=by, added_at=now
    )
    with audit.record("request.attachment_added", by=by, on=attachment):
        attachment.save(force_insert=True)
    return attachment


@transaction.atomic
def remove(attachment: Attachment, *, by: User, now: datetime) -> Attachment:
    """Take a document back: its bytes are deleted, and the trail keeps that it was there."""
    moves.locked(attachment.request)
    attachment = Attachment.objects.select_for_update().select_related("request").get(pk=attachment.pk)
    can_remove(by, attachment).enforce()
    attachment.removed_at = now
    with audit.record("request.attachment_removed", by=by, on=attachment):
        attachment.save(update_fields=["removed_at"])
    lies = path_of(attachment)
    transaction.on_commit(lambda: lies.unlink(missing_ok=True))
    return attachment


def path_of(attachment: Attachment) -> Path:
    return documents.path(_folder(attachment.request), attachment.sha256)


def is_intact(attachment: Attachment) -> bool:
    """Whether the file is still the one whose digest was recorded."""
    return documents.is_intact(_folder(attachment.request), attachment.sha256)


def _folder(request: Request) -> str:
    """One a request: removing a document takes nothing from another request."""
    return f"attachments/{request.reference}"
