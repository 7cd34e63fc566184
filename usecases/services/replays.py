"""Law replay: the register under another ruleset, without writing; then carry over what stays the same."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from compliance.ai_act.replay import Difference, Subject, compare
from compliance.ai_act.ruleset import latest, load
from compliance.ai_act.shapes import Ruleset
from compliance.rulesets import versions
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User
from usecases import permissions
from usecases.models import Classification, UseCase

FAMILY = "ai_act"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One use case with its newest classification, and what the other ruleset changes."""

    use_case: UseCase
    classification: Classification
    difference: Difference


@dataclass(frozen=True, slots=True)
class Carried:
    """How many use cases keep their result under the rules in force, and how many are to classify again."""

    kept: int
    reopened: int


def named(version: str) -> Ruleset:
    """The shipped ruleset of that version. Raises Refused, naming those that exist."""
    known = versions(FAMILY)
    if version not in known:
        words = {"version": version, "known": ", ".join(known)}
        raise Refused(_("Jeu de règles inconnu : %(version)s. Choisissez parmi %(known)s.") % words)
    return load(version)


def replayed(to: Ruleset, *, of: Any) -> Iterator[Replayed]:
    """Every classified use case in force among `of`, by number, under `to`. Reads chunks, writes nothing."""
    for row in _newest(of).iterator(chunk_size=500):
        subject = Subject(row.use_case.reference, row.answers, row.facts)
        yield Replayed(row.use_case, row, compare(subject, load(row.ruleset_version), to))


def carry_over(*, by: User, now: dt.datetime) -> Carried:
    """Take over, under the rules in force, the results that they do not change; the others stay to review.

    One act for each use case, so that a stop in the middle leaves nothing half written. Raises Refused for
    whoever may not, and when every result is already under these rules.
    """
    permissions.can_replay(by).enforce()
    rules, kept, reopened = latest(), 0, 0
    older = UseCase.objects.exclude(ruleset_version=rules.version)
    for row in list(replayed(rules, of=older)):
        if row.difference.is_same:
            kept += _carry(row.use_case, rules, by=by, now=now)
        else:
            reopened += 1
    if not kept and not reopened:
        raise Refused(
            _("Tous les classements sont déjà sous les règles en vigueur : rien n’est à reprendre.")
        )
    return Carried(kept, reopened)


@transaction.atomic
def _carry(found: UseCase, rules: Ruleset, *, by: User, now: dt.datetime) -> int:
    """1 when this act did it; 0 when somebody else was faster, or classified meanwhile."""
    use_case = UseCase.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if (use_case.ruleset_version, use_case.outcome) != (found.ruleset_version, found.outcome):
        return 0
    use_case.ruleset_version = rules.version
    with audit.record("use_case.carried_over", by=by, on=use_case, at=now):
        use_case.save()
    return 1


def _newest(of: Any) -> Any:
    newest = Classification.objects.filter(use_case=OuterRef("use_case")).newest_first().values("pk")[:1]
    rows = Classification.objects.filter(use_case__in=of.in_force(), pk=Subquery(newest))
    return rows.select_related("use_case__owner").order_by("use_case__number")
