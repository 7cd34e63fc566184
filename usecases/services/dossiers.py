"""Asking for the dossier of a use case."""

from datetime import date, datetime
from typing import Any

from compliance.models import Dossier, DossierKind, Recipient
from compliance.services import dossiers
from etech_ai.audit.recording import Actor
from usecases.models import UseCase

RENDER = "usecases.render_dossier"
BY_COMMAND = Actor("job:export-dossier", "Commande export_dossier")


def request(
    use_case: UseCase,
    *,
    until: date,
    by: Any,
    now: datetime,
    since: date | None = None,
    recipient: str = Recipient.INTERNAL_AUDIT.value,
    recipient_name: str = "",
    hides_names: bool = True,
) -> Dossier:
    """A numbered dossier, queued with the job that prints it. Raises Refused as `dossiers.request` does."""
    return dossiers.request(
        use_case, kind=DossierKind.USE_CASE, job=RENDER, owner=use_case.owner, since=since, until=until,
        recipient=recipient, recipient_name=recipient_name, hides_names=hides_names, by=by, now=now,
    )  # fmt: skip


def request_by_command(use_case: UseCase, *, until: date, now: datetime, **asked: Any) -> Dossier:
    """The same, asked for on the server: the trail names the command."""
    return request(use_case, until=until, by=BY_COMMAND, now=now, **asked)


def subject_of(dossier: Dossier) -> UseCase:
    """The use case that a dossier is about."""
    return UseCase.objects.for_sheet().get(pk=dossier.subject_ref.rpartition(":")[2])
