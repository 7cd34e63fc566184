"""What a person is about to ask, before it is a request."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from approvals.kinds import Ask, yearly
from approvals.models import GroupRequest, Request
from approvals.scorecard import Score
from approvals.workflow import Kind
from catalog.models import ApiKeySheet, Plan
from people.models import Project, User
from usecases.models import UseCase


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
    api_key: ApiKeySheet | None = None
    environment: str = ""
    scopes: tuple[str, ...] = ()
    cap_minor: int | None = None
    currency: str = ""
    data_levels: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    justification: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    extends: Request | None = None
    redoes: Request | None = None
    group: GroupRequest | None = None
    scores: tuple[Score, ...] = ()

    @property
    def the_plan(self) -> Plan:
        """The plan, for kinds that are about one."""
        assert self.plan is not None
        return self.plan

    @property
    def the_key(self) -> ApiKeySheet:
        """The key, for the kind that raises its cap."""
        assert self.api_key is not None
        return self.api_key

    @property
    def the_use_case(self) -> UseCase:
        """The use case, for the kind that is about one."""
        assert self.use_case is not None
        return self.use_case


LISTS = ("data_levels", "conditions", "scopes")
BESIDE = ("scores",)
"""What a proposal says that is stored in rows of its own."""


def _stored_names() -> list[str]:
    return [field.name for field in fields(Proposal) if field.name not in BESIDE]


def proposal_of(request: Request) -> Proposal:
    """The proposal that a stored request was, to read its facts and checks again today."""
    stored = {name: getattr(request, name) for name in _stored_names()}
    return Proposal(**stored | {"kind": Kind(request.kind)} | {name: tuple(stored[name]) for name in LISTS})


def fields_of(proposal: Proposal) -> dict[str, Any]:
    """The proposal as the fields of a request, of the same names; texts are trimmed."""
    asked = {name: getattr(proposal, name) for name in _stored_names()}
    texts = {name: value.strip() for name, value in asked.items() if isinstance(value, str)}
    return asked | texts | {"kind": proposal.kind} | {name: list(asked[name]) for name in LISTS}


def yearly_cost(proposal: Proposal) -> int:
    """What the request commits a year, in minor units: the list price of a seat, twelve times a key's cap.

    A higher cap commits what it adds; the other kinds commit nothing.
    """
    plan = proposal.plan
    if proposal.cap_minor:
        already = proposal.api_key.cap_minor if proposal.api_key else 0
        return 12 * max(proposal.cap_minor - already, 0)
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
