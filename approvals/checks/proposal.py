"""What a person is about to ask, before it is a request; and the facts that it rests on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from approvals.kinds import Ask, digest, yearly
from approvals.models import Request
from approvals.workflow import Kind
from catalog.models import Plan
from people.models import Project, User
from usecases.models import UseCase

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


@dataclass(frozen=True, slots=True)
class Proposal:
    """A request in the making. `beneficiary` is who will use what is asked for."""

    kind: Kind
    requester: User
    beneficiary: User
    plan: Plan | None = None
    use_case: UseCase | None = None
    project: Project | None = None
    proposed_name: str = ""
    proposed_vendor: str = ""
    proposed_url: str = ""
    data_levels: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    justification: str = ""
    ends_on: date | None = None

    @property
    def the_plan(self) -> Plan:
        """The plan, for kinds that are about one."""
        assert self.plan is not None
        return self.plan

    @property
    def the_use_case(self) -> UseCase:
        """The use case, for the kind that is about one."""
        assert self.use_case is not None
        return self.use_case


def proposal_of(request: Request) -> Proposal:
    """The proposal that a stored request was, to read its facts and checks again today."""
    return Proposal(
        kind=Kind(request.kind),
        requester=request.requester,
        beneficiary=request.beneficiary,
        plan=request.plan,
        use_case=request.use_case,
        project=request.project,
        proposed_name=request.proposed_name,
        proposed_vendor=request.proposed_vendor,
        proposed_url=request.proposed_url,
        data_levels=tuple(request.data_levels),
        conditions=tuple(request.conditions),
        justification=request.justification,
        ends_on=request.ends_on,
    )


def yearly_cost(proposal: Proposal) -> int:
    """What the request commits a year, in minor units: the list price of a seat; 0 for the other kinds."""
    plan = proposal.plan
    if plan is None or proposal.kind is not Kind.LICENCE:
        return 0
    return yearly(plan.price_minor, plan.period)


def ask_of(proposal: Proposal) -> Ask:
    """What the planning of steps needs to know."""
    return Ask(
        kind=proposal.kind,
        yearly_minor=yearly_cost(proposal),
        data_levels=frozenset(proposal.data_levels),
        outcome=proposal.use_case.outcome if proposal.use_case else "",
    )


def facts_of(proposal: Proposal) -> dict[str, Any]:
    """The facts that are approved with the request; `kinds.digest` seals them. Free of personal values."""
    facts: dict[str, Any] = {"kind": proposal.kind.value}
    if proposal.plan:
        facts["plan"] = _facts_of_plan(proposal.plan)
    if proposal.use_case:
        facts["use_case"] = _facts_of_use_case(proposal.use_case)
    if proposal.proposed_name:
        names = (proposal.proposed_name, proposal.proposed_vendor, proposal.proposed_url)
        facts["proposed"] = dict(zip(("name", "vendor", "url"), names, strict=True))
    if proposal.conditions:
        facts["conditions"] = sorted(proposal.conditions)
    if proposal.data_levels:
        facts["data_levels"] = sorted(proposal.data_levels)
    return facts


def _facts_of_plan(plan: Plan) -> dict[str, Any]:
    sheet = {name: getattr(plan, name) for name in PLAN_FACTS}
    return {"slug": plan.slug, "decision": plan.tool.decision, **sheet}


def _facts_of_use_case(use_case: UseCase) -> dict[str, Any]:
    """Free text stands here by its digest: facts enter the trail in clear."""
    declared = {name: getattr(use_case, name) for name in USE_CASE_FACTS}
    return {**declared, "purpose": digest({"purpose": use_case.purpose})}
