"""A catalogue for tests, driven through the services: one vendor, one tool, one plan, one subscription."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from builders.clock import TODAY
from catalog.models import Plan, Subscription
from catalog.services import plans, subscriptions, tools, vendors


def furnish(house: SimpleNamespace) -> None:
    """Give the house its vendor, tool, plan (per seat, class t1) and subscription (ceiling of two)."""
    house.vendor = vendors.add(name="GitHub", country="États-Unis", by=house.ida)
    house.tool = tools.add(
        name="GitHub Copilot",
        vendor=house.vendor,
        category="coding",
        summary="Complétion de code dans l’éditeur",
        owner=house.ida,
        recommended_profiles=["dev", "test"],
        speaks_mcp=True,
        by=house.ida,
    )
    house.tool = tools.decide(
        house.tool, decision="approved", reason="Pilote concluant", by=house.ida, today=TODAY
    )
    house.plan = plans.add(
        house.tool,
        name="Business",
        slug="copilot-business",
        pricing="seat",
        price_minor=1900,
        currency="EUR",
        region="eea",
        by=house.ida,
    )
    prove_class_t1(house, house.plan)
    house.subscription = seat_plan(house, house.plan, label="Copilot Business", ceiling=2)


def prove_class_t1(house: SimpleNamespace, plan: Plan) -> None:
    """The two proofs that class t1 asks for, valid for a year, and the class that follows."""
    until = TODAY + timedelta(days=365)
    for condition in ("work_account", "no_training"):
        plans.record_evidence(
            plan,
            condition=condition,
            kind="clause",
            reference="Contrat, art. 4",
            proven_on=TODAY,
            expires_on=until,
            by=house.dan,
        )
    plans.set_class(plan, tool_class="t1", valid_until=until, highest_level="personal", by=house.dan)
    plan.refresh_from_db()


def seat_plan(
    house: SimpleNamespace, plan: Plan, label: str = "Abonnement", ceiling: int | None = 2, **facts: Any
) -> Subscription:
    """A subscription in force to a plan."""
    return subscriptions.add(
        plan,
        label=label,
        seat_ceiling=ceiling,
        starts_on=TODAY.replace(month=1, day=1),
        by=house.ida,
        **facts,
    )


def another_tool(house: SimpleNamespace, name: str, decision: str = "approved", **facts: Any) -> Plan:
    """One more decided tool with one plan per seat; returns the plan."""
    tool = tools.add(
        name=name, vendor=house.vendor, category=facts.pop("category", "assistant"), by=house.ida, **facts
    )
    if decision != "evaluation":
        tool = tools.decide(tool, decision=decision, reason="Décidé", by=house.ida, today=TODAY)
    return plans.add(tool, name="Standard", pricing="seat", price_minor=2500, currency="EUR", by=house.ida)
