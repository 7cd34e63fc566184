"""Whether an approval may still stand on facts that changed: what no click can confirm."""

from datetime import date

from django.utils.translation import gettext as _

from approvals.checks.data import answer_of, data_checks
from approvals.checks.path import path
from approvals.checks.proposal import Proposal, proposal_of
from approvals.models import Request
from approvals.workflow import Decider, Kind, StepState, Task
from catalog.enums import ToolDecision
from etech_ai.verdicts import YES, Refused, Verdict, no


def can_stand(request: Request, role: Decider, today: date) -> Verdict:
    """Yes, unless the tool is forbidden, the data rules now say no, or somebody who never decided must decide
    today. The refusal says what to do instead."""
    proposal = proposal_of(request)
    try:
        return _tool_stands(proposal) and _data_stands(proposal, today) and _path_stands(request, role, today)
    except Refused as refused:
        return no(_(str(refused)))


def _tool_stands(proposal: Proposal) -> Verdict:
    if proposal.plan and proposal.plan.tool.decision == ToolDecision.FORBIDDEN:
        return no(
            _("%(tool)s est désormais interdit : mettez fin à l’accord.") % {"tool": proposal.plan.tool}
        )
    return YES


def _data_stands(proposal: Proposal, today: date) -> Verdict:
    if not proposal.plan or not proposal.data_levels:
        return YES
    if proposal.kind is Kind.DATA_EXCEPTION:
        banned = answer_of(proposal, today).state == "no"
        return no(_("Les règles l’interdisent désormais : mettez fin à l’exception.")) if banned else YES
    stopping = next((check for check in data_checks(proposal, today) if check.stops), None)
    return stopping.verdict if stopping else YES


def _path_stands(request: Request, role: Decider, today: date) -> Verdict:
    """One click says what one decider may say; a decider who was never asked is asked by a new request."""
    needed = {
        step.planned.role
        for step in path(proposal_of(request), today)
        if step.is_required and step.planned.task is Task.DECIDE
    }
    signed = {Decider(step.role) for step in request.steps.all() if step.state == StepState.DONE}
    missing = needed - (signed or {Decider.CHAMPION}) - {role}
    if not missing:
        return YES
    names = ", ".join(_(one.label) for one in sorted(missing))
    text = _(
        "Il y faut maintenant aussi cette décision : %(role)s. Mettez fin à l’accord et faites-en refaire un."
    )
    return no(text % {"role": names})
