"""Background work of the approvals: each function takes its job row and makes one service call."""

from typing import Any

from django.utils import timezone

from approvals.services import rechecking, reminders, succession


def remind(job: Any) -> dict[str, int]:
    """Hourly: tell the deciders whose answer is late, once a step."""
    return {"reminded": reminders.remind(now=timezone.now())}


def recheck(job: Any) -> dict[str, int]:
    """Hourly: reopen the approvals whose facts no longer hold."""
    return rechecking.sweep(now=timezone.now()).counts()


def pass_on(job: Any) -> dict[str, int]:
    """Hourly, and when an absence is declared: steps that nobody takes go to the next in line."""
    return {"passed_on": succession.pass_on(now=timezone.now())}
