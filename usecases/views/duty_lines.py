"""Obligations as the screens show them: a badge, a day, a proof."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from compliance.ai_act import obligations as duties
from etech_ai import wording
from etech_ai.badges import OBLIGATION_STATES, Badge
from usecases.models import ObligationProof, ObligationState, UseCase
from usecases.views.citations import cite
from usecases.vocabulary import Progress


def badge_of(state: ObligationState | None) -> Badge:
    return OBLIGATION_STATES[state.state if state else Progress.TODO.value]


def since_words(day: dt.date, in_force: bool) -> str:
    """« depuis le 2 février 2025 », « à partir du 2 décembre 2027 »."""
    return (_("depuis le %(day)s") if in_force else _("à partir du %(day)s")) % {"day": whole_day(day)}


def whole_day(day: dt.date) -> str:
    """« 2 décembre 2027 », « 1er mars 2027 »."""
    month = wording.MONTHS[wording.language()][day.month - 1]
    return f"{_('1er') if day.day == 1 else day.day} {month} {day.year}"


def duty_rows(
    use_case: UseCase,
    due: tuple[duties.DueObligation, ...],
    states: list[ObligationState],
    today: dt.date,
    *,
    proofs: Iterable[ObligationProof],
) -> list[dict[str, Any]]:
    """The lines of the obligations table, with the proofs that stand."""
    marked = {state.obligation: state for state in states}
    shown: dict[str, list[ObligationProof]] = {}
    for proof in proofs:
        shown.setdefault(proof.obligation, []).append(proof)
    return [_row(use_case, row, marked.get(row.id), shown.get(row.id, []), today) for row in due]


def _row(
    use_case: UseCase, row: duties.DueObligation, state: ObligationState | None, proofs: list, today: dt.date
) -> dict[str, Any]:
    progress = Progress(state.state) if state else Progress.TODO
    agreed = state.due_on if state else None
    return {
        "id": row.id,
        "duty": row.obligation,
        "article": cite(row.obligation.article),
        "since": since_words(row.applies_from, row.in_force),
        "state": progress,
        "badge": badge_of(state),
        "proofs": proofs,
        "lacks_proof": progress == Progress.DONE and not proofs,
        "owner": state.owner if state and state.owner else use_case.owner,
        "due_on": agreed or (None if row.in_force else row.applies_from),
        "is_late": progress == Progress.TODO and agreed is not None and agreed < today,
        "marked": state,
    }
