"""Following the obligations of a use case. Which ones it has is said by its newest classification."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User
from usecases import checks, permissions
from usecases.models import ObligationState, UseCase
from usecases.vocabulary import Progress

NEEDS_A_REASON = {
    Progress.NOT_APPLICABLE: _lazy("Dites en une phrase pourquoi cette obligation est sans objet."),
    Progress.WAIVED: _lazy("Dites en une phrase pourquoi cette obligation est écartée."),
}


@transaction.atomic
def mark(
    use_case: UseCase,
    *,
    obligation: str,
    state: str,
    by: User,
    today: dt.date,
    note: str = "",
    due_on: dt.date | None = None,
    owner: User | None = None,
) -> ObligationState:
    """Say how far an obligation is met, by whom and until when; as it is already: nothing is written.

    Raises Refused for somebody who does not answer for it, for an obligation that the use does not have, for
    « sans objet » or « écartée » without a reason, for a waiver of the law that is not the DPO's, and for an
    owner who may not see the use.
    """
    use_case = UseCase.objects.select_for_update().get(pk=use_case.pk)
    permissions.can_mark_obligation(by, use_case, checks.owner_of(use_case, obligation)).enforce()
    duty = checks.duty_of(use_case, obligation)
    permissions.can_close_obligation(by, duty, state).enforce()
    _refuse_without_reason(state, note)
    _refuse_blind_owner(use_case, owner)
    row = ObligationState.objects.filter(use_case=use_case, obligation=obligation).first()
    row = row or ObligationState(use_case=use_case, obligation=obligation, state="")
    said = (Progress(state).value, note.strip(), due_on, owner)
    if (row.state, row.note, row.due_on, row.owner) == said:
        return row
    row.state, row.note, row.due_on, row.owner = said
    row.marked_by, row.marked_on = by, today
    with audit.record("obligation.marked", by=by, on=row):
        row.save()
    return row


def _refuse_without_reason(state: str, note: str) -> None:
    if state in NEEDS_A_REASON and not note.strip():
        raise Refused(str(NEEDS_A_REASON[Progress(state)]))


def _refuse_blind_owner(use_case: UseCase, owner: User | None) -> None:
    """An owner must be able to open the sheet of the use."""
    if owner and not UseCase.objects.visible_to(owner).filter(pk=use_case.pk).exists():
        raise Refused(_("Cette personne ne voit pas ce cas d’usage : choisissez quelqu’un du projet."))
