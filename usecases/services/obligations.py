"""Following the obligations of a use case. Which ones it has is said by its newest classification."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User
from usecases import checks, permissions
from usecases.models import ObligationState, UseCase
from usecases.vocabulary import Progress


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
) -> ObligationState:
    """Say how far an obligation is met. Marking it as it already is writes nothing.

    Raises Refused for somebody who does not answer for the use, for an obligation that it does not have, and
    for « sans objet » without a reason.
    """
    use_case = UseCase.objects.select_for_update().get(pk=use_case.pk)
    permissions.can_mark_obligation(by, use_case).enforce()
    newest = checks.newest_classification(use_case)
    if newest is None or obligation not in newest.obligations:
        raise Refused(_("Cette obligation ne figure pas dans le classement en vigueur."))
    if state == Progress.NOT_APPLICABLE and not note.strip():
        raise Refused(_("Dites en une phrase pourquoi cette obligation est sans objet."))
    row = ObligationState.objects.filter(use_case=use_case, obligation=obligation).first()
    row = row or ObligationState(use_case=use_case, obligation=obligation, state="")
    if (row.state, row.note, row.due_on) == (Progress(state).value, note.strip(), due_on):
        return row
    row.state, row.note, row.due_on = Progress(state).value, note.strip(), due_on
    row.marked_by, row.marked_on = by, today
    with audit.record("obligation.marked", by=by, on=row):
        row.save()
    return row
