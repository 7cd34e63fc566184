"""Clients' written agreements for a tool."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Tool
from compliance.models import ClientConsent
from compliance.permissions import can_edit_client_rules
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Client, Project


@transaction.atomic
def grant(
    client: Client, *, tool: Tool, scope: str, reference: str, granted_on: date, by: Any,
    expires_on: date | None = None, project: Project | None = None,
) -> ClientConsent:  # fmt: skip
    """Record that the client agrees to this tool, in writing. With `project`, for that project only.

    Raises Refused without scope or reference, for dates out of order, or for another client's project.
    """
    can_edit_client_rules(by).enforce()
    if not scope.strip() or not reference.strip():
        raise Refused(
            _("Indiquez le périmètre accepté et la pièce qui le prouve (courriel, avenant, clause).")
        )
    if expires_on and expires_on < granted_on:
        raise Refused(_("L’accord expire avant sa date : corrigez l’une des deux dates."))
    if project and project.client_id != client.pk:
        raise Refused(_("Ce projet n’est pas de ce client : choisissez l’un des siens."))
    consent = ClientConsent(
        client=client, tool=tool, project=project, scope=scope.strip(), reference=reference.strip(),
        granted_on=granted_on, expires_on=expires_on,
    )  # fmt: skip
    with audit.record("consent.granted", by=by, on=consent):
        consent.save(force_insert=True)
    return consent


@transaction.atomic
def withdraw(consent: ClientConsent, *, by: Any, today: date) -> ClientConsent:
    """The client takes the agreement back: it stops at once."""
    can_edit_client_rules(by).enforce()
    consent = ClientConsent.objects.select_for_update().get(pk=consent.pk)
    if consent.withdrawn_on:
        raise Refused(_("Cet accord est déjà retiré : aucune action n’est nécessaire."))
    consent.withdrawn_on = today
    with audit.record("consent.withdrawn", by=by, on=consent):
        consent.save()
    return consent
