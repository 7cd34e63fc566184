"""Signing which law applies to a use case or to a client."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.ai_act.ruleset import latest
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Client, User
from usecases import permissions
from usecases.applicability_words import Applies, Regime
from usecases.models import ApplicabilitySheet, UseCase


@transaction.atomic
def sign(
    subject: UseCase | Client, *, lines: list[dict[str, str]], by: User, today: dt.date
) -> ApplicabilitySheet:
    """A new signed version. Raises Refused unless the DPO answers for every law with a reason."""
    permissions.can_sign_applicability(by).enforce()
    _refuse_incomplete(lines)
    of = subject_filter(subject)
    type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    newest = newest_of(subject)
    if newest and newest.lines == lines and newest.ruleset_version == latest().version:
        raise Refused(_("Rien n’a changé depuis la dernière signature."))
    sheet = ApplicabilitySheet(
        number=newest.number + 1 if newest else 1, lines=lines, ruleset_version=latest().version,
        signed_by=by, signed_on=today, **of,
    )  # fmt: skip
    with audit.record("applicability.signed", by=by, on=sheet):
        sheet.save()
    return sheet


def newest_of(subject: UseCase | Client) -> ApplicabilitySheet | None:
    """The sheet that counts."""
    found = ApplicabilitySheet.objects.filter(**subject_filter(subject)).select_related("signed_by")
    return found.newest_first().first()


def subject_filter(subject: UseCase | Client) -> dict[str, Any]:
    return {"use_case": subject} if isinstance(subject, UseCase) else {"client": subject}


def is_outdated(sheet: ApplicabilitySheet, subject: UseCase | Client) -> bool:
    """The rules, or the classification of the use, are newer than the signature."""
    if sheet.ruleset_version != latest().version:
        return True
    classified_on = getattr(subject, "classified_on", None)
    return classified_on is not None and classified_on > sheet.signed_on


def _refuse_incomplete(lines: list[dict[str, str]]) -> None:
    if [line["regime"] for line in lines] != [regime.value for regime in Regime]:
        raise Refused(_("La fiche passe par les quatre droits, dans l’ordre."))
    for line in lines:
        if line["applies"] not in {value.value for value in Applies}:
            raise Refused(_("Répondez pour chaque droit : s’applique, en partie, ou ne s’applique pas."))
        if not line["reason"].strip():
            raise Refused(_("Donnez la raison de chaque réponse : c’est elle que l’on relira."))
