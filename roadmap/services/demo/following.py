"""What follows the register: the watch and its rota, obligations, risks, biases, the law that applies."""

from datetime import timedelta
from typing import Any

import yaml

from compliance.models import WatchDuty, WatchItem
from compliance.services import watch
from people.access import Role
from people.models import Client, User
from people.services.demo import EMAILS
from roadmap.services.demo.stage import DATA, Stage
from usecases.models import ApplicabilitySheet, BiasReview, ObligationState, Risk, UseCase
from usecases.risk_words import BIAS_QUESTIONS
from usecases.services import applicability, obligations, proofs, risks, usecases

TOLD = ("title", "kind", "status", "source", "url", "touches")
RECORDED_BEFORE = 10
"""Days before it was read, or before today."""
LAW = ("regime", "applies", "reason", "reference")


def load(stage: Stage) -> None:
    data = yaml.safe_load((DATA.parent / "demo_register.yaml").read_text(encoding="utf-8"))
    for part, loads in PARTS.items():
        loads(stage, data[part])


def _watch(stage: Stage, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if WatchItem.objects.filter(title=row["title"]).exists():
            continue
        reader, conclusion = stage.person(row["reader"]), row.get("conclusion", "")
        recorded_on = stage.ago(row.get("read", 0) + RECORDED_BEFORE)
        item = watch.record(
            by=_dpo(), today=recorded_on, reader=reader, due_on=stage.ahead(row["due"]),
            published_on=row["published"], **{name: row[name] for name in TOLD},
        )  # fmt: skip
        if conclusion:
            watch.conclude(item, conclusion=conclusion, by=reader, today=stage.ago(row["read"]))
        stage.count("watch items")


def _rota(stage: Stage, names: list[str]) -> None:
    if WatchDuty.objects.exists():
        return
    monday = stage.ago(stage.today.weekday())
    for number, name in enumerate(names):
        first = monday + timedelta(days=7 * number)
        watch.take_turn(
            person=stage.person(name), starts_on=first, ends_on=first + timedelta(days=6), by=_dpo()
        )


def _phases(stage: Stage, phases: dict[str, str]) -> None:
    for title, phase in phases.items():
        use_case = _named(title)
        usecases.edit(use_case, by=use_case.owner, today=stage.today, phase=phase)


def _changed(stage: Stage, purposes: dict[str, str]) -> None:
    for title, purpose in purposes.items():
        use_case = _named(title)
        usecases.edit(use_case, by=use_case.owner, today=stage.today, purpose=purpose)


def _duties(stage: Stage, rows: list[list[Any]]) -> None:
    for title, obligation, state, owner, due, note, proof, text in rows:
        use_case = _named(title)
        if ObligationState.objects.filter(use_case=use_case, obligation=obligation).exists():
            continue
        given: dict[str, Any] = {"obligation": obligation, "by": use_case.owner, "today": stage.today}
        if proof:
            proofs.add_text(use_case, kind="note", title=proof, text=text, **given)
        obligations.mark(
            use_case, state=state, note=note, owner=stage.person(owner) if owner else None,
            due_on=None if due is None else stage.ahead(due), **given,
        )  # fmt: skip
        stage.count("obligations followed")


def _risks(stage: Stage, rows: list[list[Any]]) -> None:
    for title, risk, tags, likelihood, impact, state, mitigation, review in rows:
        use_case = _named(title)
        if Risk.objects.filter(use_case=use_case, title=risk).exists():
            continue
        risks.add(
            use_case, title=risk, tags=tags, likelihood=likelihood, impact=impact, state=state,
            mitigation=mitigation, review_on=stage.ahead(review), by=use_case.owner, today=stage.today,
        )  # fmt: skip
        stage.count("risks")


def _biases(stage: Stage, rows: list[list[Any]]) -> None:
    for title, answers, days in rows:
        use_case = _named(title)
        if BiasReview.objects.filter(use_case=use_case).exists():
            continue
        told = dict(zip((name for name, _text, _article in BIAS_QUESTIONS), answers, strict=True))
        risks.review_bias(
            use_case, answers=told, next_on=stage.ahead(days), by=use_case.owner, today=stage.today
        )


def _law(stage: Stage, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        subject = _named(row["use_case"]) if "use_case" in row else Client.objects.get(name=row["client"])
        if ApplicabilitySheet.objects.filter(**applicability.subject_filter(subject)).exists():
            continue
        lines = [dict(zip(LAW, line, strict=True)) for line in row["lines"]]
        applicability.sign(subject, lines=lines, by=_dpo(), today=stage.today)


def _named(title: str) -> UseCase:
    return UseCase.objects.select_related("owner").get(title=title)


def _dpo() -> User:
    return User.objects.get(email=EMAILS[Role.DPO])


PARTS: dict[str, Any] = {
    "watch": _watch,
    "rota": _rota,
    "phases": _phases,
    "changed": _changed,
    "duties": _duties,
    "risks": _risks,
    "biases": _biases,
    "law": _law,
}
