"""Writing the decision register."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from roadmap.models import Decision, DecisionState, Theme
from roadmap.permissions import can_decide, can_edit


def open_question(*, ref: str, theme: Theme, question: str, evidence: str = "", by: Any) -> Decision:
    """Put a question on the register, to be decided."""
    decision = Decision(ref=ref, theme=theme, question=question, evidence=evidence)
    with audit.record("decision.opened", by=by, on=decision):
        decision.save()
    return decision


@transaction.atomic
def decide(
    decision: Decision,
    *,
    text: str,
    by: Any,
    today: date,
    decided_by: str = "",
    review_on: date | None = None,
) -> Decision:
    """Write down what was decided. A decided question is superseded by a new record, not rewritten.

    ``decided_by`` names who decided when that is not the writer (a committee, the plan itself).
    Raises Refused when it is decided already or nothing is written.
    """
    can_decide(by).enforce()
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.state == DecisionState.DECIDED:
        raise Refused(_("Cette question est déjà tranchée\u00a0: rouvrez-la pour décider autrement."))
    if not text.strip():
        raise Refused(_("Écrivez la décision en une phrase."))
    decision.state, decision.decision, decision.decided_on = DecisionState.DECIDED, text.strip(), today
    decision.decided_by, decision.review_on = decided_by or str(by), review_on
    with audit.record("decision.decided", by=by, on=decision):
        decision.save()
    return decision


@transaction.atomic
def reopen(decision: Decision, *, reason: str, by: Any) -> Decision:
    """Take the question up again; what was decided before stays in the trail."""
    can_decide(by).enforce()
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.state == DecisionState.OPEN:
        raise Refused(_("Cette question est déjà ouverte."))
    if not reason.strip():
        raise Refused(_("Dites pourquoi la question est reprise."))
    decision.state, decision.decision, decision.decided_by = DecisionState.OPEN, "", ""
    decision.decided_on = decision.review_on = None
    with audit.record("decision.reopened", by=by, on=decision, facts={"reason": reason.strip()}):
        decision.save()
    return decision


@transaction.atomic
def edit(
    decision: Decision, *, evidence: str, options: list[str], owner: Any, by: Any, due_on: date | None = None
) -> Decision:
    """Change what helps to decide: options, evidence, who is in charge and by when."""
    can_edit(by).enforce()
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    decision.evidence, decision.options, decision.owner = evidence.strip(), options, owner
    decision.due_on = due_on
    with audit.record("decision.edited", by=by, on=decision, facts={}):
        decision.save()
    return decision


@transaction.atomic
def supersede(decision: Decision, *, question: str, reason: str, by: Any) -> Decision:
    """Ask anew what was decided: a new question that replaces this one, which stays readable.

    Raises Refused when it is still open, or replaced already.
    """
    can_decide(by).enforce()
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.state == DecisionState.OPEN:
        raise Refused(_("Cette question est encore ouverte\u00a0: tranchez-la plutôt."))
    if decision.superseded_by.exists():
        raise Refused(_("Cette décision est déjà remplacée."))
    if not question.strip():
        raise Refused(_("Écrivez la nouvelle question."))
    new = Decision(
        ref=_next_ref(decision), theme=decision.theme, question=question.strip(), evidence=reason.strip(),
        owner=decision.owner, supersedes=decision,
    )  # fmt: skip
    with audit.record("decision.superseded", by=by, on=new):
        new.save()
    return new


def _next_ref(decision: Decision) -> str:
    """``02.Q2`` is replaced by ``02.Q2a``, that by ``02.Q2b``."""
    ref = decision.ref
    return f"{ref[:-1]}{chr(ord(ref[-1]) + 1)}" if ref[-1].isalpha() else f"{ref}a"
