"""Requests at any state, driven there through the services."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from approvals.models import GroupRequest, Reopening, Request, Step
from approvals.services import attachments, groups, link_tokens, rechecking, requests
from approvals.workflow import Decider, Kind, Move, State
from builders.catalog import prove_class_t1
from builders.clock import NOW, TODAY
from catalog.models import ApiKeySheet, Plan
from catalog.services import api_keys, plans
from compliance.services import policies
from people.models import User
from people.services import teams, trainings

WHY = "Écrire les tests du portail client."


def sent(house: Any, kind: Kind | str = Kind.LICENCE, *, now: datetime = NOW, **given: Any) -> Request:
    """A request of Ana's (or of `by`) for the house's plan, just sent."""
    what = {"by": house.ana, "justification": WHY, **given}
    if kind in (Kind.LICENCE, Kind.TOOL_ACCESS, Kind.DATA_EXCEPTION):
        what.setdefault("plan", house.plan)
    return requests.submit(kind, now=now, **what)


def usage_plan(house: Any, name: str = "API") -> Plan:
    """A plan of the house's tool that is paid for as it is used, proven as far as class t1."""
    plan = plans.add(house.tool, name=name, pricing="usage", region="eea", by=house.ida)
    prove_class_t1(house, plan)
    return plan


def a_key_request(house: Any, state: State | str = State.WAITING, **given: Any) -> Request:
    """Ana asks for a key to a usage plan: development, 50 € a month."""
    what = {
        "plan": given.pop("plan", None) or usage_plan(house), "environment": "development",
        "scopes": ("models",), "cap_minor": 5_000, "currency": "EUR", **given,
    }  # fmt: skip
    return a_request(house, state, Kind.API_KEY, **what)


def an_open_key(house: Any, **given: Any) -> ApiKeySheet:
    """The key of Ana's that an approved request opened, its sheet complete."""
    request = a_key_request(house, State.APPROVED, **given)
    sheet = ApiKeySheet.objects.get(reference=request.reference)
    return api_keys.complete(
        sheet, kept_in="Vaultwarden, entrée API", rotation_due_on=TODAY + timedelta(days=90), by=sheet.owner,
        today=TODAY,
    )  # fmt: skip


def a_group(house: Any, *people: Any, **given: Any) -> GroupRequest:
    """Zoé, who leads the other team, asks for its people (herself and Dan, unless others are named)."""
    lead_of(house, house.team_ops, house.zoe)
    chosen = User.objects.filter(pk__in=[person.pk for person in people or (house.zoe, house.dan)])
    what = {"plan": house.plan, "by": house.zoe, "justification": WHY, "now": NOW, **given}
    return groups.submit(Kind.LICENCE, people=chosen.order_by("last_name"), **what)


def lead_of(house: Any, team: Any, person: Any) -> None:
    """The person leads the team from now on; accounts read before know it too."""
    teams.set_lead(team, lead=person, by=house.adi)
    team.refresh_from_db()


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def an_attachment(
    house: Any, request: Request, name: str = "devis.pdf", data: bytes = PDF, **given: Any
) -> Any:
    """A document that the requester joined."""
    what = {"by": request.requester, "now": NOW, **given}
    return attachments.add(request, name=name, data=data, **what)


def prepared(house: Any, *people: Any) -> None:
    """The house has a charter and a required training; these people accepted one and followed the other."""
    charter = policies.publish("Charte IA", body="Règles.", effective_on=TODAY, by=house.dan)
    training = trainings.create(title="Bases de l’IA", minutes=30, is_required=True, by=house.adi)
    for person in people:
        policies.acknowledge(charter, by=person, today=TODAY)
        trainings.complete(training, user=person, completed_on=TODAY, by=house.adi)


def current(request: Request) -> Step:
    """The step that waits."""
    return request.steps.current().get()


def a_link(request: Request, person: Any, move: Move = Move.APPROVE, now: datetime | None = None) -> str:
    """The token of a link to that person that proposes a move on the step that waits."""
    until = (now or timezone.now()) + link_tokens.VALID_FOR
    return link_tokens.Token(current(request).pk, person.pk, move, until, secrets.token_hex(16)).signed()


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
        requests.decide(step, by=decider_of(house, step), move=move, message="Quel projet ?", now=now)
    request.refresh_from_db()
    return request


def a_reopening(house: Any, kind: Kind | str = Kind.TOOL_ACCESS, *, now: datetime = NOW, **given: Any) -> Any:
    """An approval of Ana's whose plan has moved to another region since, as the sweep found it."""
    request = a_request(house, State.APPROVED, kind, now=now, **given)
    region = "us_dpf" if request.plan.region != "us_dpf" else "other"
    plans.edit(request.plan, region=region, by=house.ida)
    rechecking.sweep(now=now)
    return Reopening.objects.open().get(request=request)
