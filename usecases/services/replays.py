"""Law replay: the register under another ruleset, without writing; then adopting the rules in force."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from compliance.ai_act.replay import Difference, Subject, compare
from compliance.ai_act.ruleset import latest, load
from compliance.ai_act.shapes import Ruleset
from compliance.rulesets import versions
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User
from people.services import notifications
from usecases import permissions
from usecases.models import Classification, RulesetAdoption, UseCase, UseCaseQuerySet

FAMILY = "ai_act"


@dataclass(frozen=True, slots=True)
class Replayed:
    """One use case with its newest classification, and what the other ruleset changes."""

    use_case: UseCase
    classification: Classification
    difference: Difference


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


def adopt(*, by: User, now: dt.datetime) -> RulesetAdoption:
    """Take the register over to the rules in force: results that they do not change stay as they are, with
    their validation; the others are to classify again, and their owners hear of it.

    One act: everything, or nothing. Raises Refused for whoever may not, when these rules are adopted already
    (naming who did it, also when two do it at once), and when every result is already under them.
    """
    permissions.can_replay(by).enforce()
    rules = latest()
    _refuse_adopted(rules.version)
    try:
        with transaction.atomic():
            return _adopted(rules, by=by, now=now)
    except IntegrityError:
        _refuse_adopted(rules.version)
        raise


def adoption_of(version: str) -> RulesetAdoption | None:
    """Who took these rules over, and when."""
    return RulesetAdoption.objects.filter(version=version).select_related("adopted_by").first()


def outdated() -> UseCaseQuerySet:
    """Uses in force whose result still stands under older rules than those in force."""
    return UseCase.objects.in_force().exclude(ruleset_version__in=["", latest().version])


def _refuse_adopted(version: str) -> None:
    done = adoption_of(version)
    if done is None:
        return
    left = outdated().count()
    words = {"version": version, "who": done.adopted_by.full_name, "day": f"{done.adopted_on:%d/%m/%Y}"}
    told = ngettext(
        "%(who)s a adopté les règles %(version)s le %(day)s : il reste %(left)s classement à refaire.",
        "%(who)s a adopté les règles %(version)s le %(day)s : il reste %(left)s classements à refaire.",
        left,
    )
    raise Refused(told % {**words, "left": left})


def _adopted(rules: Ruleset, *, by: User, now: dt.datetime) -> RulesetAdoption:
    rows = list(replayed(rules, of=outdated()))
    if not rows:
        raise Refused(
            _("Tous les classements sont déjà sous les règles en vigueur : rien n’est à reprendre.")
        )
    changed = [row.use_case for row in rows if not row.difference.is_same]
    adoption = RulesetAdoption(
        version=rules.version, adopted_by=by, adopted_on=timezone.localdate(now), reopened=len(changed)
    )
    with audit.record("ruleset.adopted", by=by, on=adoption, at=now):
        adoption.kept = sum(
            _carry(row.use_case, rules, by=by, now=now) for row in rows if row.difference.is_same
        )
        adoption.save()
    _tell_owners(changed, version=rules.version, by=by)
    return adoption


def _tell_owners(reopened: list[UseCase], *, version: str, by: User) -> None:
    """One message to each owner, whatever the number of their uses."""
    for owner, count in Counter(use_case.owner for use_case in reopened).items():
        if owner == by or not owner.is_admitted:
            continue
        notifications.tell(
            owner,
            event="use_case.reopened",
            subject=format_lazy(
                _lazy("Règles {version} : {count} de vos classements à refaire"), version=version, count=count
            ),
            text=_lazy("Le règlement IA a changé ce qui en découle. Relisez vos réponses, puis concluez."),
            url=f"{reverse('usecases:usecase_list')}?vue=moi&vue=revoir",
        )


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
