"""Approvals that stay true: found again once what they rest on has changed, and settled by one click.

`sweep` recomputes the facts of everything in effect and leaves a Reopening where they no longer hold. Who has
the last word on such a request says « toujours valable », which seals the facts of today, or ends the grant.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import checks
from approvals.kinds import digest
from approvals.models import Reopening, ReopeningOutcome, Request
from approvals.permissions import can_settle
from approvals.services import effects, grants
from approvals.workflow import Decider, Kind
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User


@transaction.atomic
def confirm(reopening: Reopening, *, by: User, seen: str, now: datetime) -> Reopening:
    """« Toujours valable »: seal the facts as they are today. `seen` is the digest of the facts on the page.

    Raises Refused when it is not theirs to say or somebody said it first, when the facts have changed again
    since the page was read, and when no click can confirm it (`checks.can_stand`).
    """
    reopening, today = _locked(reopening), timezone.localdate(now)
    can_settle(by, reopening).enforce()
    request = reopening.request
    facts = checks.facts_of(request, today)
    if digest(facts) != seen:
        raise Refused(_("La fiche a encore changé depuis que vous l’avez lue : rechargez la page."))
    checks.can_stand(request, Decider(reopening.role), today).enforce()
    request.facts, request.facts_digest = facts, seen
    with audit.record("request.confirmed", by=by, on=request):
        if request.kind == Kind.USE_CASE:
            effects.run(request, by=by, now=now)  # one classified again since is validated as it is now
        request.save(update_fields=["facts", "facts_digest", "effect"])
        _settle(reopening, ReopeningOutcome.STILL_VALID, by=by, now=now)
    return reopening


@transaction.atomic
def end(reopening: Reopening, *, by: User, reason: str, now: datetime) -> Reopening:
    """The approval no longer stands: end what it granted, for a reason that is told.

    Raises Refused like `confirm`, and without a reason.
    """
    reopening = _locked(reopening)
    can_settle(by, reopening).enforce()
    grants.end(reopening.request, by=by, reason=reason, now=now)
    with audit.record("request.reopening_closed", by=by, on=reopening.request):
        _settle(reopening, ReopeningOutcome.ENDED, by=by, now=now, reason=reason.strip())
    return reopening


def confirm_all(seen: Mapping[Reopening, str], *, by: User, now: datetime) -> dict[str, int]:
    """`confirm` each; how many each refusal kept open, by what it says ("" for those confirmed)."""
    return _each(seen, lambda row: confirm(row, by=by, seen=seen[row], now=now))


def end_all(reopenings: Iterable[Reopening], *, by: User, reason: str, now: datetime) -> dict[str, int]:
    """`end` each; how many each refusal kept open, by what it says ("" for those ended)."""
    return _each(reopenings, lambda row: end(row, by=by, reason=reason, now=now))


def _each(reopenings: Iterable[Reopening], act: Callable[[Reopening], object]) -> dict[str, int]:
    said: Counter[str] = Counter()
    for row in reopenings:
        try:
            act(row)
        except Refused as refusal:
            said[str(refusal)] += 1
        else:
            said[""] += 1
    return dict(said)


def _locked(reopening: Reopening) -> Reopening:
    """The reopening as it is once nobody else moves its request: both are read again behind the lock."""
    request = Request.objects.select_for_update(of=("self",)).for_display().get(pk=reopening.request_id)
    reopening = (
        Reopening.objects.select_for_update(of=("self",)).select_related("settled_by").get(pk=reopening.pk)
    )
    reopening.request = request
    return reopening


def _settle(
    reopening: Reopening, outcome: ReopeningOutcome, *, by: User, now: datetime, reason: str = ""
) -> None:
    reopening.outcome, reopening.reason = outcome, reason
    reopening.settled_by, reopening.settled_at = by, now
    reopening.save(update_fields=["outcome", "reason", "settled_by", "settled_at"])
