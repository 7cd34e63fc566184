"""What is due for the use cases, and when: obligations, classifications to repeat, risks, biases.

Reads only. The day of an obligation is the one somebody agreed, else the day from which the law applies while
that is still to come. What applies already and has no agreed day stands apart: it is due now.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from compliance.ai_act import obligations as duties
from compliance.ai_act.ruleset import load
from compliance.rulesets import Text
from people.models import User
from usecases import freshness
from usecases.models import BiasReview, Classification, ObligationState, Risk, UseCaseQuerySet
from usecases.models.usecase import UseCase
from usecases.risk_words import RiskState
from usecases.vocabulary import AgendaKind, Progress


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do. `day` None: due already, without an agreed day. `is_legal`: the day is the law's."""

    kind: AgendaKind
    day: dt.date | None
    use_case: UseCase
    person: User
    label: Any
    article: str = ""
    obligation: str = ""
    is_legal: bool = False

    def is_late(self, today: dt.date) -> bool:
        return self.day is not None and self.day < today

    @property
    def order(self) -> tuple[dt.date, str, str, int]:
        return self.day or dt.date.min, self.kind, self.obligation, self.use_case.number


def entries(use_cases: UseCaseQuerySet, *, today: dt.date) -> list[Entry]:
    """Everything open for these uses, in the order of the days; six statements whatever their number."""
    found = use_cases.in_force().select_related("owner", "client").exclude(outcome="")
    known = {use_case.pk: use_case for use_case in found}
    gathered = [*_duties(known, today), *_reviews(known.values()), *_risks(known), *_biases(known)]
    return sorted(gathered, key=lambda entry: entry.order)


def _duties(known: dict[int, UseCase], today: dt.date) -> Iterator[Entry]:
    states = {
        (row.use_case_id, row.obligation): row
        for row in ObligationState.objects.filter(use_case__in=known).select_related("owner")
    }
    for newest in _newest(known):
        use_case = known[newest.use_case_id]
        rules = load(newest.ruleset_version)
        for due in duties.due(rules, newest.obligations, newest.flags, today):
            state = states.get((use_case.pk, due.id))
            if state is None or state.state == Progress.TODO:
                yield _duty(use_case, due, state)


def _newest(known: Iterable[int]) -> Any:
    newer = Classification.objects.filter(use_case=OuterRef("use_case"), number__gt=OuterRef("number"))
    fields = ("use_case_id", "ruleset_version", "obligations", "flags")
    return Classification.objects.filter(~Exists(newer), use_case__in=known).only(*fields)


def _duty(use_case: UseCase, due: duties.DueObligation, state: ObligationState | None) -> Entry:
    agreed = state.due_on if state else None
    day = agreed or (None if due.in_force else due.applies_from)
    owner = state.owner if state and state.owner else use_case.owner
    return Entry(
        AgendaKind.OBLIGATION, day, use_case, owner, Text(due.obligation.fr, due.obligation.en),
        article=due.obligation.article, obligation=due.id, is_legal=agreed is None,
    )  # fmt: skip


def _reviews(found: Iterable[UseCase]) -> Iterator[Entry]:
    for use_case in found:
        if use_case.classified_on:
            day = freshness.a_year_after(use_case.classified_on)
            yield Entry(AgendaKind.REVIEW, day, use_case, use_case.owner, AgendaKind.REVIEW.label)


def _risks(known: dict[int, UseCase]) -> Iterator[Entry]:
    open_risks = Risk.objects.filter(use_case__in=known, review_on__isnull=False)
    for risk in open_risks.exclude(state=RiskState.ACCEPTED).select_related("owner"):
        yield Entry(AgendaKind.RISK, risk.review_on, known[risk.use_case_id], risk.owner, risk.title)


def _biases(known: dict[int, UseCase]) -> Iterator[Entry]:
    newer = BiasReview.objects.filter(use_case=OuterRef("use_case"), pk__gt=OuterRef("pk"))
    for review in BiasReview.objects.filter(~Exists(newer), use_case__in=known):
        use_case = known[review.use_case_id]
        yield Entry(AgendaKind.BIAS, review.next_on, use_case, use_case.owner, AgendaKind.BIAS.label)
