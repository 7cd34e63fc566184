"""Requests at any state, driven there through the services."""

from datetime import datetime
from typing import Any

from approvals.models import Request, Step
from approvals.services import requests
from approvals.workflow import Decider, Kind, Move, State
from builders.clock import NOW

WHY = "Écrire les tests du portail client."


def sent(house: Any, kind: Kind | str = Kind.LICENCE, *, now: datetime = NOW, **given: Any) -> Request:
    """A request of Ana's (or of `by`) for the house's plan, just sent."""
    what = {"by": house.ana, "justification": WHY, **given}
    if kind in (Kind.LICENCE, Kind.TOOL_ACCESS, Kind.DATA_EXCEPTION):
        what.setdefault("plan", house.plan)
    return requests.submit(kind, now=now, **what)


def current(request: Request) -> Step:
    """The step that waits."""
    return request.steps.current().get()


def decider_of(house: Any, step: Step) -> Any:
    """The member of the cast who takes such a step."""
    cast = {
        Decider.CHAMPION: house.cho,
        Decider.DPO: house.dan,
        Decider.DIRECTION: house.lea,
        Decider.FINANCE: house.fin,
        Decider.LICENCES: house.ida,
    }
    return step.request.project.lead if step.role == Decider.LEAD else cast[Decider(step.role)]


def approve(house: Any, request: Request, *, now: datetime = NOW, message: str = "") -> Request:
    """Approve every step that is left, each by its decider."""
    request.refresh_from_db()
    while request.state == State.WAITING:
        step = current(request)
        requests.decide(step, by=decider_of(house, step), move=Move.APPROVE, message=message, now=now)
        request.refresh_from_db()
    return request


def a_request(
    house: Any,
    state: State | str = State.WAITING,
    kind: Kind | str = Kind.LICENCE,
    *,
    now: datetime = NOW,
    **given: Any,
) -> Request:
    """A request at `state`, sent by Ana (or `by`) and moved by the cast."""
    request = sent(house, kind, now=now, **given)
    if state == State.APPROVED:
        approve(house, request, now=now)
    elif state == State.WITHDRAWN:
        requests.withdraw(request, by=request.requester, now=now)
    elif state in (State.REFUSED, State.CLARIFICATION):
        move = Move.REFUSE if state == State.REFUSED else Move.ASK
        step = current(request)
        requests.decide(step, by=decider_of(house, step), move=move, message="Quel projet ?", now=now)
    request.refresh_from_db()
    return request
