"""What the register knows, in the words of the data engine: one reading for page, panel, matrix, command."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalog.enums import ToolDecision
from catalog.models import Plan, PlanEvidence
from compliance.data_rules import ClientClause, DataAnswer, Rules, Step, decide
from compliance.models import Clause, ClientConsent, Exemption, ProjectEvidence
from compliance.rulesets import Text
from compliance.services import classes, clauses
from people.models import AiPolicy, Client, Project

CONSENT = "client_consent"
EXEMPTED_SCOPES = ("plan", "project")  # what the house proves itself; a client's agreement is the client's
TOOL_FORBIDDEN = "tool.forbidden"
POLICY = "policy.forbids"  # the rule id of a client’s general ban
BANNED = Text(
    "Outil interdit par la maison : aucune donnée ne peut y être envoyée.",
    "Tool forbidden by the house: no data may be sent to it.",
)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A plan, the class that its proofs give on the day, and those proofs by condition."""

    plan: Plan
    tool_class: str
    proofs: Mapping[str, PlanEvidence]

    @property
    def is_banned(self) -> bool:
        """The house has forbidden the tool: nothing may be sent there, whatever the data rules say."""
        return self.plan.tool.decision == ToolDecision.FORBIDDEN


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What a client says about AI. Without a client, the data is Etech's own."""

    client: Client | None = None
    clauses: tuple[Clause, ...] = ()
    consents: tuple[ClientConsent, ...] = ()

    @property
    def policy(self) -> str:
        """The engine's word for it. A client that forbids has no policy that accepts; its ban comes as a
        clause."""
        if self.client is None:
            return "none"
        return "consented" if self.client.ai_policy == AiPolicy.ACCEPTS else "no_policy"

    def consent_for(self, plan: Plan | None, project: Project | None) -> ClientConsent | None:
        """The agreement that covers this tool: the client's general one, or the one of this project."""
        for consent in self.consents:
            covers = consent.project_id is None or (project and consent.project_id == project.pk)
            if plan and consent.tool_id == plan.tool_id and covers:
                return consent
        return None

    def engine_clauses(self, plan: Plan | None, *, hidden: bool = False) -> list[ClientClause]:
        judged = clauses.engine_clauses(self.clauses, plan, hidden=hidden)
        if self.client and self.client.ai_policy == AiPolicy.FORBIDS:
            passage = _("texte réservé") if hidden else self.client.ai_policy_reference
            judged.insert(0, ClientClause(reference=POLICY, forbids=True, passage=passage))
        return judged


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """The proofs that a project holds on the day, by condition, and what was set aside for it."""

    project: Project | None = None
    proofs: Mapping[str, ProjectEvidence] | None = None
    exemptions: tuple[Exemption, ...] = ()

    @property
    def proven(self) -> Mapping[str, ProjectEvidence]:
        return self.proofs or {}

    def exemption_from(self, condition: str, plan: Plan, levels: Collection[str]) -> Exemption | None:
        """The exemption that sets this condition aside for that plan and these levels."""
        for exemption in self.exemptions:
            if condition in exemption.conditions and exemption.covers(plan, levels):
                return exemption
        return None


def of_plan(plan: Plan, ruleset: Rules, today: date) -> PlanFacts:
    return _plan_facts(plan, plan.evidence.valid_on(today), ruleset)


def of_plans(plans: Iterable[Plan], ruleset: Rules, today: date) -> list[PlanFacts]:
    """The same for many plans, with one query for all their proofs."""
    rows = list(plans)
    proofs: dict[int, list[PlanEvidence]] = {}
    for proof in PlanEvidence.objects.filter(plan__in=[plan.pk for plan in rows]).valid_on(today):
        proofs.setdefault(proof.plan_id, []).append(proof)
    return [_plan_facts(plan, proofs.get(plan.pk, ()), ruleset) for plan in rows]


def _plan_facts(plan: Plan, proofs: Iterable[PlanEvidence], ruleset: Rules) -> PlanFacts:
    valid = sorted(proofs, key=lasting)
    computed = classes.compute(ruleset, valid, plan.slug)
    return PlanFacts(plan, computed.tool_class, {proof.condition: proof for proof in valid})


def of_client(client: Client | None, today: date, project: Project | None = None) -> ClientFacts:
    """What binds us for that client; with a project, also the clauses that this project adds."""
    if client is None:
        return ClientFacts()
    return ClientFacts(
        client=client,
        clauses=tuple(client.clauses.in_force(today).binding(project).order_by("reference", "pk")),
        consents=tuple(client.consents.valid_on(today).select_related("tool").order_by("granted_on", "pk")),
    )


def of_project(project: Project | None, today: date) -> ProjectFacts:
    if project is None:
        return ProjectFacts()
    proofs = sorted(project.evidence.valid_on(today), key=lasting)
    exemptions = tuple(project.exemptions.in_force(today).order_by("-expires_on", "pk"))
    return ProjectFacts(project, {proof.condition: proof for proof in proofs}, exemptions)


def lasting(proof: Any) -> tuple[bool, date, int]:
    """Sort so that the proof that holds longest comes last."""
    return proof.expires_on is None, proof.expires_on or date.min, proof.pk


def judge(
    ruleset: Rules,
    plan: PlanFacts,
    client: ClientFacts,
    project: ProjectFacts,
    *,
    levels: Collection[str],
    attested: Collection[str] = (),
    hidden: bool = False,
) -> DataAnswer:
    """The one judgement behind page, panel, matrix and pre-checks. Raises BadQuestion for an unknown level.

    `attested` counts only for conditions of scope `send`: nobody attests what others must prove.
    `hidden` masks the client's passages in the trace.
    """
    ticked = {name for name in attested if name in ruleset.conditions and _is_of_sending(ruleset, name)}
    consent = {CONSENT} if client.consent_for(plan.plan, project.project) else set()
    brought = client.engine_clauses(plan.plan, hidden=hidden)
    answer = decide(
        ruleset,
        levels=levels,
        tool_class=plan.tool_class,
        client=client.policy,
        evidence=frozenset(plan.proofs) | frozenset(project.proven) | consent | ticked,
        region=plan.plan.region,
        from_plan=True,
        clauses=brought,
        exempted=_exempted(ruleset, plan.plan, project, levels, brought),
    )
    return banned(answer) if plan.is_banned else answer


def likeness(plan: PlanFacts, client: ClientFacts, project: ProjectFacts) -> Hashable:
    """All that `judge` reads of a plan for that client and project: plans alike in it get one answer."""
    looking = (clauses.judged(clause, plan.plan) for clause in client.clauses if clause.looks_at_the_plan)
    return (
        plan.tool_class, frozenset(plan.proofs), plan.plan.region, plan.is_banned,
        tuple((clause.forbids, clause.adds_conditions) for clause in looking),
        client.consent_for(plan.plan, project.project) is not None,
        tuple(item.plan_id == plan.plan.pk for item in project.exemptions),
    )  # fmt: skip


def exemptible(ruleset: Rules, condition: str, clauses: Iterable[ClientClause]) -> bool:
    """Whether the house may set a condition aside: one of its own, that no clause of the client asks for."""
    known = ruleset.conditions.get(condition)
    asked = any(condition in clause.adds_conditions for clause in clauses)
    return known is not None and known.scope in EXEMPTED_SCOPES and not asked


def exemptible_among(
    ruleset: Rules, conditions: Iterable[str], plan: PlanFacts, client: ClientFacts
) -> tuple[str, ...]:
    """Those that a decision of the house could stand for."""
    names = tuple(conditions)
    brought = client.engine_clauses(plan.plan) if names else []
    return tuple(name for name in names if exemptible(ruleset, name, brought))


def _exempted(
    ruleset: Rules, plan: Plan, project: ProjectFacts, levels: Collection[str], clauses: list[ClientClause]
) -> set[str]:
    """What granted exceptions set aside here; the engine lets none of it weigh against a ban."""
    covering = [exemption for exemption in project.exemptions if exemption.covers(plan, levels)]
    named = {condition for exemption in covering for condition in exemption.conditions}
    return {condition for condition in named if exemptible(ruleset, condition, clauses)}


def banned(answer: DataAnswer) -> DataAnswer:
    """The same answer for a tool that the house has forbidden."""
    reason = Step(TOOL_FORBIDDEN, "forbidden", BANNED.fr, BANNED.en)
    decision = replace(reason, rule="decision")
    return replace(answer, result="forbidden", missing=(), trace=(reason, *answer.trace[:-1], decision))


def _is_of_sending(ruleset: Rules, condition: str) -> bool:
    return ruleset.conditions[condition].scope == "send"
