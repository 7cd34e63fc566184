"""Conditions set aside for a project and a time: granted by a decided request, honoured by every answer."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Plan
from compliance.models import Exemption
from compliance.permissions import can_end_exemption
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Project


@transaction.atomic
def grant(
    *, plan: Plan, project: Project, levels: Collection[str], conditions: Collection[str], reference: str,
    expires_on: date | None, by: Any, today: date,
) -> Exemption:  # fmt: skip
    """What an approved exception does. Called inside the decision's own record by whoever decided last.

    An exemption that was undone is granted again under its own reference. Raises Refused without an end
    still to come, or without a condition to set aside.
    """
    if expires_on is None or expires_on < today:
        raise Refused(
            _("Une dérogation a une fin à venir : refusez cette demande, et faites-en refaire une.")
        )
    if not conditions:
        raise Refused(_("Cette exception ne lève aucune condition : refusez-la."))
    undone = Exemption.objects.filter(reference=reference, ended_on__isnull=False).first()
    exemption = Exemption(
        pk=undone.pk if undone else None, plan=plan, project=project, levels=sorted(levels),
        conditions=sorted(conditions), reference=reference, granted_on=today, expires_on=expires_on,
    )  # fmt: skip
    with audit.record("exemption.granted", by=by, on=exemption):
        exemption.save(force_insert=undone is None)
    return exemption


@transaction.atomic
def undo(exemption: Exemption, *, by: Any, today: date) -> Exemption:
    """The decision that granted it is taken back: it stands for nothing from now on."""
    exemption = Exemption.objects.select_for_update().get(pk=exemption.pk)
    if exemption.ended_on is not None:
        return exemption
    exemption.ended_on = today
    with audit.record("exemption.undone", by=by, on=exemption):
        exemption.save()
    return exemption


@transaction.atomic
def end(exemption: Exemption, *, by: Any, today: date) -> Exemption:
    """The DPO ends it early: from that day on the conditions miss again. Raises Refused when it is over."""
    can_end_exemption(by).enforce()
    exemption = Exemption.objects.select_for_update().get(pk=exemption.pk)
    if not exemption.is_in_force(today):
        raise Refused(_("Cette dérogation est déjà terminée : aucune action n’est nécessaire."))
    exemption.ended_on = today
    with audit.record("exemption.ended", by=by, on=exemption):
        exemption.save()
    return exemption
