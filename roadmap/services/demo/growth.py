"""A larger Etech, for measuring: people, use cases and requests in batches, one chained event per batch."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max

from approvals.models import Request
from approvals.workflow import Kind, State
from catalog.models import Plan
from compliance.ai_act.engine import classify
from compliance.services import rules
from etech_ai.audit import recording as audit
from people.models import Profile, User, UserStatus
from roadmap.services.demo.register import ANSWERS, CONCLUDED
from roadmap.services.demo.stage import DOMAIN, LOADER, Stage
from usecases.models import Classification, UseCase, UseCasePlan
from usecases.vocabulary import UseCaseStatus

BATCH = 1000
LEVELS = (["public"], ["internal"], ["client_confidential"], ["personal"])


def _batches(start: int, end: int) -> Iterator[range]:
    for first in range(start, end, BATCH):
        yield range(first, min(first + BATCH, end))


def people(stage: Stage, wanted: int) -> None:
    """Grow to ``wanted`` active people."""
    have, profiles = User.objects.active().count(), list(Profile)
    for numbers in _batches(have, wanted):
        rows = [
            User(
                email=f"personne-{n}@{DOMAIN}", first_name="Personne", last_name=f"{n:06}", password="!",
                profile=profiles[n % 5], status=UserStatus.ACTIVE, joined_on=stage.today,
            )
            for n in numbers
        ]  # fmt: skip
        with audit.record("user.loaded", by=LOADER, on=rows[0], at=stage.now):
            User.objects.bulk_create(rows)
    stage.count("people added", max(0, wanted - have))


def use_cases(stage: Stage, wanted: int) -> None:
    """Grow to ``wanted`` classified use cases, spread over owners, outcomes and days."""
    have = UseCase.objects.count()
    top = UseCase.objects.aggregate(top=Max("number"))["top"] or 0
    owners, plans = list(User.objects.active()[:200]), list(Plan.objects.all()[:10])
    models = _classified()
    for numbers in _batches(top + 1, top + 1 + max(0, wanted - have)):
        rows = [_use_case(stage, n, owners[n % len(owners)], models) for n in numbers]
        with audit.record("use_case.loaded", by=LOADER, on=rows[0], at=stage.now):
            UseCase.objects.bulk_create(rows)
            UseCasePlan.objects.bulk_create(
                UseCasePlan(use_case=row, plan=plans[row.number % len(plans)]) for row in rows
            )
            Classification.objects.bulk_create(_classification(stage, row, models) for row in rows)
    stage.count("use cases added", max(0, wanted - have))


def _classified() -> list[tuple[dict[str, Any], Any]]:
    """One real classification of each outcome, to copy."""
    ruleset = rules.ai_act()
    given = [ANSWERS[name] for name in sorted(CONCLUDED)]
    multi = {question.id for question in ruleset.questions if question.is_multi}
    answers = [{q: a if q in multi else a[0] for q, a in one.items()} for one in given]
    return [(one, classify(ruleset, one)) for one in answers]


def _use_case(stage: Stage, number: int, owner: User, models: list[tuple[dict, Any]]) -> UseCase:
    outcome = models[number % len(models)][1]
    row = UseCase(
        number=number, reference=f"UC-{number:03d}", slug=f"usage-{number}", title=f"Usage {number:06}",
        purpose=f"Usage chargé pour mesurer, numéro {number}.", objective="internal", owner=owner,
        team_id=owner.team_id, declared_on=stage.today, updated_on=stage.ago(number % 700),
        status=UseCaseStatus.CLASSIFIED, outcome=outcome.outcome, ruleset_version=outcome.ruleset_version,
        classified_on=stage.ago(number % 300),
    )  # fmt: skip
    row.set_data_levels(LEVELS[number % len(LEVELS)])
    row.refresh_search_text()
    return row


def _classification(stage: Stage, row: UseCase, models: list[tuple[dict, Any]]) -> Classification:
    answers, outcome = models[row.number % len(models)]
    trace = [
        {"rule": why.rule, "article": why.article, "because_fr": why.because_fr, "because_en": why.because_en}
        for why in outcome.trace
    ]
    return Classification(
        use_case=row, number=1, ruleset_version=outcome.ruleset_version, answers=answers, facts=[],
        outcome=outcome.outcome, article=outcome.article or "", flags=list(outcome.flags),
        basis=list(outcome.basis), trace=trace, obligations=list(outcome.obligations),
        classified_by=row.owner, classified_at=stage.now,
    )  # fmt: skip


def requests(stage: Stage, wanted: int) -> None:
    """Grow to ``wanted`` closed requests, so that the inbox stays what people see."""
    have = Request.objects.count()
    top = Request.objects.aggregate(top=Max("number"))["top"] or 0
    askers, plans = list(User.objects.active()[:200]), list(Plan.objects.all()[:10])
    for numbers in _batches(top + 1, top + 1 + max(0, wanted - have)):
        rows = [
            Request(
                year=stage.today.year - 1, number=n, reference=f"DEM-{stage.today.year - 1}-{n:03}",
                kind=Kind.LICENCE, state=State.APPROVED if n % 3 else State.REFUSED,
                requester=askers[n % len(askers)], beneficiary=askers[n % len(askers)],
                plan=plans[n % len(plans)], justification="Demande chargée pour mesurer.",
                submitted_at=stage.now, decided_at=stage.now,
            )
            for n in numbers
        ]  # fmt: skip
        with audit.record("request.loaded", by=LOADER, on=rows[0], at=stage.now):
            Request.objects.bulk_create(rows)
    stage.count("requests added", max(0, wanted - have))
