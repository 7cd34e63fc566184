"""Reminders: a decider whose answer is late is told once a step."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from approvals import checks
from approvals.models import Request, Step
from approvals.services import messages
from etech_ai.audit import recording as audit
from etech_ai.audit.recording import Actor

REMINDER = Actor("job:approvals-remind", "Rappel des décisions")


def remind(*, now: datetime) -> int:
    """Tell the deciders of each overdue step not reminded yet; how many steps. Safe to run twice."""
    late = Step.objects.overdue(timezone.localdate(now)).filter(reminded_at=None)
    return sum(_remind(pk, now) for pk in late.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    """The request is locked first, as every move does: a decision taken meanwhile makes the reminder void."""
    request = Request.objects.select_for_update().get(steps__pk=pk)
    step = Step.objects.overdue(timezone.localdate(now)).filter(pk=pk, reminded_at=None).first()
    if step is None:
        return False
    step.request, step.reminded_at = request, now
    with audit.record("request.reminded", by=REMINDER, on=request):
        step.save(update_fields=["reminded_at"])
        messages.overdue(request, step, checks.deciders_of_step(step))
    return True
