"""What the form shows while one writes: the checks, the path, the cost."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from approvals.checks.costs import Cost, cost_of
from approvals.checks.outcome import Check
from approvals.checks.path import PathStep, path
from approvals.checks.proposal import Proposal
from approvals.checks.rules import blocking, rule_for, run
from approvals.light_paths import LightPath
from etech_ai.verdicts import Refused


@dataclass(frozen=True, slots=True)
class Preview:
    """`refusal` says why there is no path (then `path` is empty)."""

    checks: list[Check]
    path: tuple[PathStep, ...]
    refusal: str
    cost: Cost
    rule: LightPath | None

    @property
    def answer_by(self) -> date | None:
        """The day by which the last decision falls, every step taking its whole time."""
        return self.path[-1].due_on if any(step.is_required for step in self.path) else None

    @property
    def stopping(self) -> int:
        """How many points stop the sending."""
        return len(blocking(self.checks)) + bool(self.refusal and not blocking(self.checks))

    @property
    def warnings(self) -> int:
        return sum(not check.verdict for check in self.checks) - len(blocking(self.checks))


def preview(proposal: Proposal, today: date) -> Preview:
    """Nothing is written; the same code judges again when the request is sent."""
    checks = run(proposal, today)
    rule = rule_for(proposal, checks)
    try:
        steps, refusal = path(proposal, today, rule), ""
    except Refused as refused:
        steps, refusal = (), _(str(refused))
    return Preview(checks, steps, refusal, cost_of(proposal, today), rule)
