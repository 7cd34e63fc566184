"""What the decision on a use case writes: validated, with its conditions, or refused for a reason."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.ai_act.ruleset import latest
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.access import Permission
from people.models import User
from usecases import checks, permissions
from usecases.models import UseCase
from usecases.vocabulary import UseCaseStatus


@transaction.atomic
def grant(
    use_case: UseCase,
    *,
    by: User,
    today: dt.date,
    has_dpo_opinion: bool = False,
    conditions: str = "",
    in_right_of: User | None = None,
) -> UseCase:
    """The use is approved as classified; called when its request is granted.

    `in_right_of` is somebody who is away and whom `by` stands in for: neither may own the use.
    Raises Refused for who may not decide, a stale classification, and one above minimal that the DPO gave no
    opinion on (it may have been classified again while its request was waiting).
    """
    use_case = UseCase.objects.select_for_update().get(pk=use_case.pk)
    judge = in_right_of or by
    (permissions.is_not_the_owner(by, use_case) and permissions.can_validate(judge, use_case)).enforce()
    if use_case.stale_reasons(ruleset_version=latest().version, today=today):
        raise Refused(_("Le classement est à revoir : reclassez ce cas d’usage avant de le valider."))
    if checks.needs_the_dpo(use_case.outcome) and not (
        has_dpo_opinion or judge.may(Permission.DECIDE_AS_DPO)
    ):
        raise Refused(_("Ce classement attend l’avis du DPO : annulez cette demande et faites-en une autre."))
    if use_case.status == UseCaseStatus.VALIDATED:
        return use_case
    return _decided(
        use_case, UseCaseStatus.VALIDATED, conditions, event="use_case.validated", by=by, today=today
    )


@transaction.atomic
def refuse(
    use_case: UseCase, *, by: User, today: dt.date, reason: str, in_right_of: User | None = None
) -> UseCase:
    """The use may not go on as it is; called when its request is refused. What is not waiting stays as it is.

    Raises Refused for who may not decide.
    """
    use_case = UseCase.objects.select_for_update().get(pk=use_case.pk)
    if use_case.status != UseCaseStatus.CLASSIFIED or use_case.outcome == "prohibited":
        return use_case
    permissions.can_validate(in_right_of or by, use_case).enforce()
    return _decided(use_case, UseCaseStatus.REFUSED, reason, event="use_case.refused", by=by, today=today)


def undo(use_case: UseCase, *, by: User, today: dt.date) -> UseCase:
    """The decision is taken back: the use is to be validated again."""
    return _waiting_again(use_case, "use_case.validation_undone", by=by, today=today)


def withdraw(use_case: UseCase, *, by: Any, today: dt.date) -> UseCase:
    """The approval behind the validation has ended, as the caller has judged: the use waits for another."""
    return _waiting_again(use_case, "use_case.validation_withdrawn", by=by, today=today)


@transaction.atomic
def _waiting_again(use_case: UseCase, event: str, *, by: Any, today: dt.date) -> UseCase:
    use_case = UseCase.objects.select_for_update().get(pk=use_case.pk)
    if use_case.status not in (UseCaseStatus.VALIDATED, UseCaseStatus.REFUSED):
        return use_case
    use_case.status, use_case.decision_note, use_case.decided_on = UseCaseStatus.CLASSIFIED, "", None
    use_case.updated_on = today
    with audit.record(event, by=by, on=use_case):
        use_case.save()
    return use_case


def _decided(
    use_case: UseCase, status: UseCaseStatus, note: str, *, event: str, by: User, today: dt.date
) -> UseCase:
    use_case.status, use_case.decision_note = status, note.strip()
    use_case.decided_on = use_case.updated_on = today
    with audit.record(event, by=by, on=use_case):
        use_case.save()
    return use_case
