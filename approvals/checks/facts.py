"""The facts that an approval rests on: the plan's sheet, the use case as classified, what binds the client.

Read for one proposal, or for any number of requests in the same statements. `kinds.digest` seals them;
`materiality` says which of them matter. Free of personal values: facts enter the trail in clear.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from approvals.checks.proposal import Proposal
from approvals.kinds import digest, yearly
from approvals.models import Request
from approvals.workflow import Kind
from catalog.models import Plan
from compliance.models import Clause, ClientConsent
from people.models import Client
from usecases.models import UseCase, UseCasePlan

PLAN_FACTS = (
    "region",
    "retention_days",
    "retention_note",
    "trains_on_data",
    "has_sso",
    "pricing",
    "price_minor",
    "currency",
    "period",
    "tool_class",
    "highest_level",
)
USE_CASE_FACTS = ("reference", "outcome", "ruleset_version", "objective", "data_levels")


Asked = Proposal | Request
"""What the facts are read from: a proposal before it is sent, or the request that it became."""


@dataclass(slots=True)
class Around:
    """What lies around the rows themselves, by their keys: read in three statements, however many ask."""

    clauses: dict[int, list[Clause]] = field(default_factory=lambda: defaultdict(list))
    consents: dict[int, list[ClientConsent]] = field(default_factory=lambda: defaultdict(list))
    plans: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, asked: Sequence[Asked], today: date) -> "Around":
        around = cls()
        clients = {client.pk for one in asked if (client := client_of(one))}
        use_cases = {one.use_case.pk for one in asked if one.use_case}
        for clause in Clause.objects.in_force(today).filter(client__in=clients).order_by("pk"):
            around.clauses[clause.client_id].append(clause)
        for consent in ClientConsent.objects.valid_on(today).filter(client__in=clients).order_by("pk"):
            around.consents[consent.client_id].append(consent)
        links = UseCasePlan.objects.current().filter(use_case__in=use_cases).order_by("plan__slug")
        for use_case, slug in links.values_list("use_case", "plan__slug"):
            around.plans[use_case].append(slug)
        return around


def facts_of(asked: Asked, today: date) -> dict[str, Any]:
    """The facts of one proposal or request, as they are today."""
    return _facts(asked, Around.of([asked], today))


def facts_of_all(requests: Iterable[Request], today: date) -> dict[int, dict[str, Any]]:
    """The facts of many requests by their keys. Give them as `with_targets` reads them."""
    asked = list(requests)
    around = Around.of(asked, today)
    return {request.pk: _facts(request, around) for request in asked}


def client_of(asked: Asked) -> Client | None:
    """The client whose terms bind what is asked."""
    if asked.use_case:
        return asked.use_case.client
    return asked.project.client if asked.project else None


def _facts(asked: Asked, around: Around) -> dict[str, Any]:
    facts: dict[str, Any] = {"kind": Kind(asked.kind).value}
    if asked.plan:
        facts["plan"] = _facts_of_plan(asked.plan)
    if asked.use_case:
        facts["use_case"] = _facts_of_use_case(asked.use_case, around)
    if client := client_of(asked):
        facts["client"] = _facts_of_client(client, asked, around)
    if asked.proposed_name:
        names = (asked.proposed_name, asked.proposed_vendor, asked.proposed_url)
        facts["proposed"] = dict(zip(("name", "vendor", "url"), names, strict=True))
    if asked.cap_minor:
        facts["key"] = _facts_of_key(asked)
    if asked.conditions:
        facts["conditions"] = sorted(asked.conditions)
    if asked.data_levels:
        facts["data_levels"] = sorted(asked.data_levels)
    return facts


def _facts_of_plan(plan: Plan) -> dict[str, Any]:
    sheet = {name: getattr(plan, name) for name in PLAN_FACTS}
    price = {"yearly_minor": yearly(plan.price_minor, plan.period)}
    return {"slug": plan.slug, "decision": plan.tool.decision, **sheet, **price}


def _facts_of_use_case(use_case: UseCase, around: Around) -> dict[str, Any]:
    """Free text stands here by its digest."""
    declared = {name: getattr(use_case, name) for name in USE_CASE_FACTS}
    purpose = {"purpose": digest({"purpose": use_case.purpose})}
    return {**declared, **purpose, "plans": around.plans.get(use_case.pk, [])}


def _facts_of_key(asked: Asked) -> dict[str, Any]:
    """What the key may do and cost; for a higher cap, the one that it replaces."""
    present = {"from_minor": asked.api_key.cap_minor} if asked.api_key else {}
    named = {"environment": asked.environment, "scopes": sorted(asked.scopes)} if asked.environment else {}
    return {"cap_minor": asked.cap_minor, "currency": asked.currency, **named, **present}


def _facts_of_client(client: Client, asked: Asked, around: Around) -> dict[str, Any]:
    """Clauses and agreements by their keys: their words are for those who may read them."""
    project = asked.use_case.project_id if asked.use_case else asked.project and asked.project.pk
    tool = asked.plan and asked.plan.tool_id
    clauses = around.clauses.get(client.pk, [])
    consents = around.consents.get(client.pk, [])
    return {
        "ai_policy": client.ai_policy,
        "clauses": [clause.pk for clause in clauses if clause.project_id in (None, project)],
        "consents": [
            consent.pk
            for consent in consents
            if consent.tool_id == tool and consent.project_id in (None, project)
        ],
    }
