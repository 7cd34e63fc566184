"""Receipts of data answers: kept on request, shown for a day, forgotten after a month."""

from collections.abc import Collection
from datetime import date, datetime

from catalog.models import Plan
from compliance.models import Receipt
from compliance.models.receipt import SHOWN_FOR
from compliance.services import answers
from compliance.services.answers import Answer
from people.models import Client, Project, User


def keep(
    *, by: User, plan: Plan, levels: Collection[str], today: date, now: datetime,
    client: Client | None = None, project: Project | None = None, attested: Collection[str] = (),
) -> Receipt:  # fmt: skip
    """Ask again, now, and keep what is answered: a receipt never says what the rules do not.

    Raises Refused and BadQuestion like `answers.ask`.
    """
    answer = answers.ask(
        by=by, plan=plan, client=client, project=project, levels=levels, attested=attested, today=today
    )
    return Receipt.objects.create(
        asked_by=by, asked_at=now, expires_at=now + SHOWN_FOR, plan=plan, client=answer.client,
        project=project, levels=list(answer.levels), attested=_ticked(answer), result=answer.result,
        ruleset_version=answer.ruleset_version, rules=[rule.id for rule in answer.deciding],
    )  # fmt: skip


def answer_today(receipt: Receipt, *, by: User, today: date) -> Answer:
    """The same question, asked today by the reader: whether the receipt still tells the truth."""
    return answers.ask(
        by=by, plan=receipt.plan, client=receipt.client, project=receipt.project, levels=receipt.levels,
        attested=receipt.attested, today=today,
    )  # fmt: skip


def forget(*, now: datetime) -> int:
    """Nightly: drop the receipts that ended a month ago; how many."""
    return Receipt.objects.to_forget(now).delete()[0]


def _ticked(answer: Answer) -> list[str]:
    return [box.condition for box in answer.attestable if box.is_ticked]
