"""Tools, what was decided about them, their proofs, contracts, seats and twelve months of costs."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from catalog.models import CostRecord, Plan, PlanEvidence, Seat, Subscription, Tool, Vendor
from catalog.services import costs, plans, seats, subscriptions, tools, vendors
from compliance.services import classes
from people.models import User
from roadmap.services.demo.stage import LOADER, Stage


def load(stage: Stage) -> None:
    data = stage.data["tools"]
    for row in data["more"]:
        if not Tool.objects.filter(slug=row["tool"]["slug"]).exists():
            _tool(stage, row)
    for slug, decision in data["decisions"].items():
        _decide(stage, Tool.objects.get(slug=slug), decision)
    for slug, region in data["regions"].items():
        plan = Plan.objects.get(slug=slug)
        if plan.region != region:
            plans.edit(plan, region=region, by=LOADER)
    for slug, conditions in data["evidence"].items():
        _prove(stage, Plan.objects.get(slug=slug), conditions)
    for slug, terms in data["subscriptions"].items():
        _subscribe(stage, Plan.objects.get(slug=slug), terms)
    for row in data["more"]:  # some were approved before they were put in retirement
        _decide(stage, Tool.objects.get(slug=row["tool"]["slug"]), row)
    stage.count("tools", Tool.objects.count())


def _tool(stage: Stage, row: dict[str, Any]) -> None:
    known = Vendor.objects.filter(slug=row["vendor"]["slug"]).first()
    vendor = known or vendors.add(by=LOADER, **row["vendor"])
    tool = tools.add(vendor=vendor, by=LOADER, **row["tool"])
    plans.add(tool, by=LOADER, **row["plan"])
    _decide(stage, tool, row.get("first_decision", row))


def _decide(stage: Stage, tool: Tool, row: dict[str, Any]) -> None:
    if tool.owner_id is None:
        tool = tools.edit(tool, owner=stage.person("Yanis Belkacem"), by=LOADER)
    if tool.decision != row["decision"]:
        tools.decide(tool, decision=row["decision"], reason=row["reason"], by=LOADER, today=stage.today)


def _prove(stage: Stage, plan: Plan, conditions: dict[str, int]) -> None:
    for condition, days in conditions.items():
        if not PlanEvidence.objects.filter(plan=plan, condition=condition).exists():
            plans.record_evidence(
                plan, condition=condition, kind="clause", reference="Contrat et annexes de l’éditeur",
                proven_on=stage.ago(30), expires_on=stage.ahead(days), by=LOADER,
            )  # fmt: skip
    classes.refresh(plan, by=LOADER, today=stage.today)


def _subscribe(stage: Stage, plan: Plan, terms: dict[str, Any]) -> None:
    if Subscription.objects.filter(plan=plan).exists():
        return
    starts_on = stage.ago(terms["since"])
    subscription = subscriptions.add(
        plan, label=f"{plan.tool} {plan.name}", seat_ceiling=terms["ceiling"],
        price_minor=terms["price"], currency="EUR", period="month", starts_on=starts_on,
        ends_on=starts_on + timedelta(days=730), notice_by=starts_on + timedelta(days=670), by=LOADER,
    )  # fmt: skip
    for number, person in enumerate(_holders(plan, terms["held"])):
        _hold(stage, subscription, person, number)
    subscriptions.record_vendor_count(subscription, count=terms["count"], on=stage.ago(1), by=LOADER)
    _cost(stage, plan, terms)


def _holders(plan: Plan, number: int) -> list[User]:
    """Developers first for coding tools; a fixed order, so that loading twice gives the same house."""
    people = list(User.objects.active().order_by("pk"))
    if plan.tool.category == "coding":
        people.sort(key=lambda person: (person.profile not in ("dev", "devops", "test"), person.pk))
    return [
        person for person in people if person.email != "membre@etech.example" or plan.slug in MEMBER_HOLDS
    ][:number]


MEMBER_HOLDS = ("copilot-business", "gemini-workspace")
"""What the demo member already holds; the rest is theirs to ask for."""


def _hold(stage: Stage, subscription: Subscription, person: User, number: int) -> Seat:
    seat = seats.assign(subscription, to=person, by=LOADER, today=stage.today)
    idle_days = (0, 1, 2, 0, 3, 5, 41, 1, 12, 70)[number % 10]
    observed_at = datetime.combine(stage.ago(1), time(4, 30), tzinfo=timezone.get_current_timezone())
    seats.observe(seat, last_used_on=stage.ago(idle_days), source="démonstration", as_of=observed_at)
    stage.count("seats")
    return seat


def _cost(stage: Stage, plan: Plan, terms: dict[str, Any]) -> None:
    """Twelve months: what the contract commits, and what the vendor billed for the seats of that month."""
    month = stage.today.replace(day=1)
    for back in range(12):
        held = max(1, terms["held"] - back)
        for kind, seats_paid in (("committed", terms["ceiling"] or terms["count"]), ("billed", held)):
            if (
                terms["price"]
                and not CostRecord.objects.filter(
                    vendor=plan.tool.vendor, month=month, kind=kind, source=plan.slug
                ).exists()
            ):
                costs.record(
                    vendor=plan.tool.vendor, month=month, kind=kind, amount_minor=terms["price"] * seats_paid,
                    currency="EUR", source=plan.slug,
                )  # fmt: skip
        month = (month - timedelta(days=1)).replace(day=1)
