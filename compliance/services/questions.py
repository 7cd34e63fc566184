"""`manage.py data_answer`, line by line, and the API's data answers, one object at a time: the register's
plans and clients behind the engine's questions.
"""

from datetime import date
from typing import Any

from catalog.models import Plan
from compliance.data_rules import MissingKey, Rules, answer_line
from compliance.permissions import can_read_terms
from compliance.services import facts, rules
from compliance.services.facts import PlanFacts
from people.access import Permission
from people.models import Client, User

REQUIRED = ("id", "levels", "tool_class|plan", "client_policy|client", "evidence")


def check_keys(line: Any) -> None:
    """Raises MissingKey, naming it, for a line that lacks a key without which it asks nothing."""
    MissingKey.check(line, *REQUIRED)


def answer(line: dict[str, Any], *, today: date, by: User | None = None) -> dict[str, Any]:
    """The object to print for one parsed line; what is unknown gives `{"id", "error"}`.

    The operator's command names nobody and sees every client. With `by`, a client that the person may not
    know is as unknown as one that does not exist, and passages that they may not read are masked.
    """
    ruleset = rules.data(today)
    plan = _plan(line.get("plan"), ruleset, today)

    def resolve_plan(slug: str) -> Any:
        return plan and (plan.tool_class, plan.plan.region, plan.proofs)

    def resolve_client(slug: str) -> Any:
        clients = Client.objects.visible_to(by) if by else Client.objects.all()
        client = clients.filter(slug=slug).first()
        if client is None:
            return None
        # Without that permission a client is seen through one of its projects, whose people read its terms.
        sees_by_role = by is not None and by.may(Permission.SEE_ALL_CLIENTS)
        hidden = sees_by_role and not can_read_terms(by, client)
        known = facts.of_client(client, today)
        of_plan = plan.plan if plan else None
        consent = [facts.CONSENT] if known.consent_for(of_plan, None) else []
        return known.policy, known.engine_clauses(of_plan, hidden=hidden), consent

    found = answer_line(ruleset, line, resolve_plan=resolve_plan, resolve_client=resolve_client)
    return _banned(found) if plan and plan.is_banned and "error" not in found else found


def _plan(slug: Any, ruleset: Rules, today: date) -> PlanFacts | None:
    if not isinstance(slug, str):
        return None
    plan = Plan.objects.select_related("tool__vendor").filter(slug=slug).first()
    return facts.of_plan(plan, ruleset, today) if plan else None


def _banned(found: dict[str, Any]) -> dict[str, Any]:
    """A tool that the house has forbidden takes nothing; the same words as on the page."""
    reason = {"rule": facts.TOOL_FORBIDDEN, "value": "forbidden", "because": facts.BANNED.fr}
    decision = {**reason, "rule": "decision"}
    return {**found, "result": "forbidden", "missing": [], "trace": [reason, *found["trace"][:-1], decision]}
