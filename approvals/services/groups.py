"""Sending for several people at once: one request each, under one act, and nothing half sent unsaid."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals.models import GroupRequest
from approvals.services import sending
from approvals.workflow import Kind
from catalog.models import Plan
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User


def submit(
    kind: Kind | str,
    *,
    plan: Plan,
    people: Iterable[User],
    by: User,
    now: datetime,
    key: UUID | None = None,
    **what: Any,
) -> GroupRequest:
    """One request per person; `what` as in `sending.submit`. Those for whom it is refused are kept with why.

    Raises Refused, and sends nothing, when nobody is named or when it is refused for everybody. `key` names
    one filling of the form: sending it twice is one group.
    """
    try:
        return _sent_before(by, key) or _send(kind, plan, list(people), by, now, key, what)
    except (Refused, IntegrityError):
        if before := _sent_before(by, key):
            return before
        raise


def _sent_before(by: User, key: UUID | None) -> GroupRequest | None:
    return GroupRequest.objects.filter(requester=by, sending_key=key).first() if key else None


@transaction.atomic
def _send(
    kind: Kind | str,
    plan: Plan,
    people: list[User],
    by: User,
    now: datetime,
    key: UUID | None,
    what: dict[str, Any],
) -> GroupRequest:
    if not people:
        raise Refused(_("Cochez au moins une personne."))
    group = GroupRequest(requester=by, plan=plan, sending_key=key, sent_at=now)
    with audit.record("request.group_sent", by=by, on=group):
        group.save(force_insert=True)
        for person in people:
            if reason := _refusal(kind, person, by, now, {"plan": plan, "group": group, **what}):
                group.refused.append({"person": person.pk, "reason": reason})
        _refuse_for_everybody(group, people)
        group.save(update_fields=["refused"])
    return group


def _refusal(kind: Kind | str, person: User, by: User, now: datetime, what: dict[str, Any]) -> str:
    """Why it is refused for one person, who then has nothing half done; "" when their request went."""
    try:
        with transaction.atomic():
            sending.submit(kind, by=by, beneficiary=person, now=now, **what)
    except Refused as refusal:
        return _(str(refusal))
    return ""


def _refuse_for_everybody(group: GroupRequest, people: list[User]) -> None:
    if len(group.refused) < len(people):
        return
    names = {person.pk: person.full_name for person in people}
    reasons = " ".join(
        _("%(person)s\u00a0: %(reason)s") % {"person": names[row["person"]], "reason": row["reason"]}
        for row in group.refused
    )
    raise Refused(_("Aucune demande n’est partie. %(reasons)s") % {"reasons": reasons})
