"""Whom a thread can call by name, and how each is written there."""

from dataclasses import dataclass

from approvals.checks import deciders_of_step
from approvals.mentions import handle_of
from approvals.models import Request
from people.models import User


@dataclass(frozen=True, slots=True)
class Callable:
    """« @cho », and the person whom it calls."""

    handle: str
    person: User


def callable_people(request: Request, reader: User) -> list[Callable]:
    """Those concerned, who decides now and who decided: each once, the reader left out."""
    step = request.steps.current().first()
    people = [request.requester, request.beneficiary]
    if step:
        step.request = request
        people += deciders_of_step(step)
    people += User.objects.active().filter(steps_decided__request=request).distinct()
    return [Callable(handle_of(person.email), person) for person in dict.fromkeys(people) if person != reader]
