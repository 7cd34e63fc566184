"""The sweep behind « à revoir »: every approval in effect against its facts of today, in flat statements."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from approvals import checks
from approvals.kinds import digest, last_word
from approvals.materiality import holds
from approvals.models import Reopening, ReopeningOutcome, Request
from approvals.services import notices
from etech_ai.audit import recording as audit
from etech_ai.audit.recording import Actor
from people.models import User

SWEEP = Actor("job:approvals-recheck", "Vérification des accords")
CHUNK = 5000  # approvals read, and written, at once

Facts = dict[str, Any]


@dataclass(slots=True)
class Swept:
    """What one sweep did: approvals looked at, reopened, changed again meanwhile, closed without anybody."""

    checked: int = 0
    opened: int = 0
    updated: int = 0
    closed: int = 0
    told: dict[User, list[Request]] = field(default_factory=lambda: defaultdict(list))

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("checked", "opened", "updated", "closed")}


def sweep(*, now: datetime) -> Swept:
    """Reopen what no longer holds, refresh what changed again, close what holds again or has ended.

    Safe to run twice, and beside somebody who is settling one of them.
    """
    swept = Swept()
    open_before = dict(Reopening.objects.open().values_list("request_id", "found_digest"))
    broken: set[int] = set()
    for requests in _chunks(now):
        swept.checked += len(requests)
        found = checks.facts_of_all(requests, timezone.localdate(now))
        changed = [request for request in requests if not holds(request.facts, found[request.pk])]
        broken.update(request.pk for request in changed)
        _open([one for one in changed if one.pk not in open_before], found, swept, now)
        again = {one.pk: found[one.pk] for one in changed if one.pk in open_before}
        _update({pk: facts for pk, facts in again.items() if digest(facts) != open_before[pk]}, swept)
    _close(set(open_before) - broken, swept, now)
    notices.reopened(swept.told)
    return swept


def _chunks(now: datetime) -> Iterator[list[Request]]:
    in_effect = Request.objects.in_effect(timezone.localdate(now)).with_targets().defer("checks")
    last = 0
    while chunk := list(in_effect.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield chunk
        last = chunk[-1].pk


@transaction.atomic
def _open(requests: Sequence[Request], found: Mapping[int, Facts], swept: Swept, now: datetime) -> None:
    """Leave a row for each; what was sealed anew, ended or reopened since it was read is left alone."""
    if not requests:
        return
    pks = [request.pk for request in requests]
    sealed = dict(
        Request.objects.select_for_update()
        .filter(pk__in=pks, ended_on=None)
        .order_by("pk")
        .values_list("pk", "facts_digest")
    )
    taken = set(Reopening.objects.open().filter(request__in=pks).values_list("request_id", flat=True))
    still = [one for one in requests if sealed.get(one.pk) == one.facts_digest and one.pk not in taken]
    prefetch_related_objects(still, "requester", "beneficiary", "project__lead")
    roster = checks.Roster(timezone.localdate(now))
    rows = [_reopening(one, found[one.pk], roster, swept, now) for one in still]
    with audit.record_each("request.reopened", by=SWEEP, on=still):
        Reopening.objects.bulk_create(rows, batch_size=500)
    swept.opened += len(rows)


def _reopening(
    request: Request, found: Facts, roster: checks.Roster, swept: Swept, now: datetime
) -> Reopening:
    """The row, in the hands of who has the last word on such a request today."""
    concerned = {request.requester_id, request.beneficiary_id}
    if request.use_case:
        concerned.add(request.use_case.owner_id)
    asked = checks.ask_of(checks.proposal_of(request))
    role, people = roster.stands_in(last_word(asked), request, without=concerned)
    for person in people:
        swept.told[person].append(request)
    return Reopening(
        request=request, role=role, sealed_facts=request.facts, found_facts=found, found_digest=digest(found),
        found_at=now,
    )  # fmt: skip


@transaction.atomic
def _update(found: Mapping[int, Facts], swept: Swept) -> None:
    """The facts changed again while the reopening waits: the row says what they are now."""
    digests = {pk: digest(facts) for pk, facts in found.items()}
    rows = [row for row in _locked_open(found) if row.found_digest != digests[row.request_id]]
    for row in rows:
        row.found_facts, row.found_digest = found[row.request_id], digests[row.request_id]
    with audit.record_each("request.reopening_updated", by=SWEEP, on=[row.request for row in rows]):
        Reopening.objects.bulk_update(rows, ["found_facts", "found_digest"], batch_size=500)
    swept.updated += len(rows)


@transaction.atomic
def _close(request_ids: set[int], swept: Swept, now: datetime) -> None:
    """The facts hold again, or nothing is granted any more: nobody has anything left to say."""
    rows = _locked_open(request_ids)
    for row in rows:
        row.outcome, row.settled_at = ReopeningOutcome.MOOT, now
    with audit.record_each("request.reopening_closed", by=SWEEP, on=[row.request for row in rows]):
        Reopening.objects.bulk_update(rows, ["outcome", "settled_at"], batch_size=500)
    swept.closed += len(rows)


def _locked_open(request_ids: Any) -> list[Reopening]:
    rows = Reopening.objects.open().filter(request__in=list(request_ids)).select_related("request")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))
