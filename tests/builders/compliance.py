"""A rulebook for tests, driven through the services: proofs, clauses, consents, a charter."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from builders.clock import TODAY
from catalog.models import Plan
from catalog.services import plans, tools
from compliance.models import Clause, ClientConsent, PolicyVersion
from compliance.services import classes, clauses, consents, policies
from people.services import clients

SINCE = TODAY.replace(month=1, day=1)
YEAR = timedelta(days=365)
CLASS_T1 = ("work_account", "no_training")
CLASS_T2 = (*CLASS_T1, "dpa_signed", "eu_residency", "bounded_retention")
CLASS_T4 = ("self_hosted", "eu_residency")


def prove(house: SimpleNamespace, plan: Plan, *conditions: str, until: date | None = None) -> Plan:
    """Dated proofs on the plan's sheet since January, and the class that follows."""
    for condition in conditions:
        plans.record_evidence(
            plan, condition=condition, kind="clause", reference=f"Contrat, {condition}",
            proven_on=SINCE, expires_on=until or TODAY + YEAR, by=house.dan,
        )  # fmt: skip
    return classes.refresh(plan, by=house.dan, today=TODAY)


def plan_of_class(
    house: SimpleNamespace, name: str, *conditions: str, region: str = "eea", **facts: Any
) -> Plan:
    """One more approved tool with one plan that proves these conditions."""
    tool = tools.add(name=name, vendor=house.vendor, category="assistant", owner=house.ida, by=house.ida)
    tool = tools.decide(tool, decision="approved", reason="Décidé", by=house.ida, today=TODAY)
    plan = plans.add(tool, name="Standard", pricing="free", region=region, by=house.ida, **facts)
    return prove(house, plan, *conditions)


def accept_ai(house: SimpleNamespace, client: Any = None) -> None:
    """The client writes that it accepts AI."""
    _take_position(house, client or house.client, "accepts")


def forbid_ai(house: SimpleNamespace, client: Any = None) -> None:
    """The client writes that it forbids AI."""
    _take_position(house, client or house.client, "forbids")


def _take_position(house: SimpleNamespace, client: Any, policy: str) -> None:
    clients.record_policy(client, policy=policy, reference="Charte fournisseurs", on=SINCE, by=house.dan)
    client.refresh_from_db()
    house.project.refresh_from_db()


def add_clause(house: SimpleNamespace, effect: str, value: str = "", **facts: Any) -> Clause:
    """A clause of the house's client, quoted."""
    facts.setdefault("reference", f"SEC-{effect}")
    return clauses.add(
        facts.pop("client", house.client), effect=effect, value=value, document="Annexe sécurité", page="4",
        passage=facts.pop("passage", "Le prestataire respecte ce qui suit."), by=house.dan, **facts,
    )  # fmt: skip


def consent_to(house: SimpleNamespace, plan: Plan, **facts: Any) -> ClientConsent:
    """The house's client agrees in writing to the plan's tool."""
    facts.setdefault("expires_on", TODAY + YEAR)
    return consents.grant(
        facts.pop("client", house.client), tool=plan.tool, scope="Code source",
        reference="Courriel du client", granted_on=facts.pop("granted_on", SINCE), by=house.dan, **facts,
    )  # fmt: skip


def publish_charter(house: SimpleNamespace, **facts: Any) -> PolicyVersion:
    """The charter, in force since January."""
    facts.setdefault("effective_on", SINCE)
    return policies.publish("Charte IA", body="# Règles\n\n- Jamais de **secret**.", by=house.dan, **facts)
