"""The tool class of a plan, computed from its valid proofs and never typed in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from catalog.models import Plan, PlanEvidence
from catalog.services import plans as catalog_plans
from compliance.data_rules import Rules, highest_level, tool_class
from compliance.services import rules
from etech_ai.audit.actors import Actor
from people.access import Role
from people.models import Notification, User
from people.services import notifications

BY_JOB = Actor("job:refresh-classes", "Calcul des classes")
WARNED_BEFORE = timedelta(days=30)
EXPIRES, FELL = "plan.class_expires", "plan.class_fell"


@dataclass(frozen=True, slots=True)
class ComputedClass:
    """A class, the last day on which its proofs hold (None: no end), and the highest level it opens."""

    tool_class: str
    valid_until: date | None
    highest_level: str


def compute(ruleset: Rules, proofs: Iterable[PlanEvidence], plan: str = "") -> ComputedClass:
    """The class that these proofs give, under the ceiling of that plan (its slug); the caller brings only the
    proofs that are valid on the day."""
    ends: dict[str, list[date | None]] = defaultdict(list)
    for proof in proofs:
        ends[proof.condition].append(proof.expires_on)
    found = tool_class(ruleset, ends.keys(), plan)
    return ComputedClass(found, _valid_until(ruleset, found, ends), highest_level(ruleset, found))


def _valid_until(ruleset: Rules, found: str, ends: dict[str, list[date | None]]) -> date | None:
    """The last day on which every required condition still has a proof."""
    required = (ends[condition] for condition in ruleset.tool_classes[found].requires)
    last_days = [max(day for day in days if day) for days in required if None not in days]
    return min(last_days, default=None)


@transaction.atomic
def refresh(plan: Plan, *, by: Any, today: date) -> Plan:
    """Compute the class again and write it down through the catalogue; tell the owner when it fell."""
    ruleset = rules.data(today)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("tool__owner").get(pk=plan.pk)
    before = plan.tool_class
    computed = compute(ruleset, plan.evidence.valid_on(today), plan.slug)
    plan = catalog_plans.set_class(
        plan,
        tool_class=computed.tool_class,
        valid_until=computed.valid_until,
        highest_level=computed.highest_level,
        by=by,
    )
    order = list(ruleset.tool_classes)
    if order.index(plan.tool_class) < order.index(before):
        _tell_owner_it_fell(plan, before)
    return plan


def refresh_all(*, by: Any, today: date) -> dict[str, int]:
    """Every plan's class again, and a word to the owners of those that end soon. Safe to run twice."""
    changed = warned = 0
    for plan in Plan.objects.select_related("tool__owner").order_by("pk"):
        known = (plan.tool_class, plan.class_valid_until, plan.highest_level)
        plan = refresh(plan, by=by, today=today)
        changed += known != (plan.tool_class, plan.class_valid_until, plan.highest_level)
        warned += warn_of_expiry(plan, today=today)
    return {"changed": changed, "warned": warned}


def warn_of_expiry(plan: Plan, *, today: date) -> int:
    """Tell the owner, once for each end date, that the class ends within thirty days; how many were told."""
    until = plan.class_valid_until
    if until is None or until > today + WARNED_BEFORE:
        return 0
    url = f"{_sheet(plan)}?echeance={until.isoformat()}#donnees"
    told = 0
    for person in owners(plan):
        if not Notification.objects.filter(user=person, event=EXPIRES, url=url).exists():
            notifications.tell(
                person, event=EXPIRES, url=url,
                subject=format_lazy(_("Une preuve de {plan} expire bientôt"), plan=str(plan)),
                text=format_lazy(
                    _("La classe de {plan} tient jusqu’au {day}. Enregistrez une preuve à jour avant."),
                    plan=str(plan), day=f"{until:%d/%m/%Y}",
                ),
            )  # fmt: skip
            told += 1
    return told


def owners(plan: Plan) -> list[User]:
    """Who answers for the plan's proofs: the tool's owner, else whoever holds the licences."""
    owner = plan.tool.owner
    if owner and owner.is_admitted:
        return [owner]
    return list(User.objects.deciders(Role.LICENCES, owner or User()))


def _tell_owner_it_fell(plan: Plan, before: str) -> None:
    for person in owners(plan):
        notifications.tell(
            person, event=FELL, url=f"{_sheet(plan)}#donnees",
            subject=format_lazy(
                _("{plan} passe de la classe {before} à {after}"),
                plan=str(plan), before=before.upper(), after=plan.tool_class.upper(),
            ),
            text=_("Une preuve a expiré : des envois permis hier ne le sont plus. Enregistrez-en une autre."),
        )  # fmt: skip


def _sheet(plan: Plan) -> str:
    return reverse("catalog:tool_sheet", args=[plan.tool.slug])
