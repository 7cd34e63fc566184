"""Requests in every state, decided by the people whose turn it is."""

from datetime import timedelta
from typing import Any

from approvals import checks
from approvals.models import Request, Step
from approvals.services import requests
from approvals.workflow import StepState
from catalog.models import Plan
from roadmap.services.demo.stage import Stage
from usecases.models import UseCase


def load(stage: Stage) -> None:
    for row in stage.data["requests"]:
        if not Request.objects.filter(justification=row["why"]).exists():
            _request(stage, row)


def _request(stage: Stage, row: dict[str, Any]) -> None:
    sent_at = stage.now - timedelta(days=row["ago"])
    request = requests.submit(
        row["kind"], by=stage.person(row["who"]), justification=row["why"], now=sent_at, **_target(row)
    )
    for number, (move, message) in enumerate(row["moves"], start=1):
        at = min(stage.now, sent_at + timedelta(hours=5 * number))
        if move == "withdraw":
            requests.withdraw(request, by=request.requester, now=at)
        else:
            step = Step.objects.get(request=request, state=StepState.NOW)
            requests.decide(step, by=checks.deciders_of_step(step)[0], move=move, message=message, now=at)
    stage.count("requests")


def _target(row: dict[str, Any]) -> dict[str, Any]:
    if "plan" in row:
        return {"plan": Plan.objects.get(slug=row["plan"])}
    if "use_case" in row:
        return {"use_case": UseCase.objects.get(title=row["use_case"])}
    return {"proposed_name": row["name"], "proposed_vendor": row["vendor"]}
