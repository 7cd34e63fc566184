"""Who is told what after a decision: an approval to look at again, a grant that ends."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy, ngettext, override

from approvals.desk import title_of
from approvals.models import Request
from people.models import User
from people.services import notifications

NAMED = 5
"""Titles that a notice quotes; the page lists them all."""


def reopened(told: Mapping[User, Sequence[Request]]) -> None:
    """One word to each person who decides, however many approvals they must look at again."""
    for person, requests in told.items():
        with override(person.language):
            subject = ngettext("Un accord est à revoir", "%(n)s accords sont à revoir", len(requests))
            titles = ", ".join(str(title_of(request)) for request in requests[:NAMED])
            more = "…" if len(requests) > NAMED else ""
            notifications.tell(
                person,
                event="request.reopened",
                subject=subject % {"n": len(requests)},
                text=f"{titles}{more}",
                url=reverse("approvals:reopening_list"),
            )


def ended(request: Request, *, by: Any) -> None:
    """Who had it, and who asked for it, learn that it has ended and why."""
    people = {person.pk: person for person in (request.beneficiary, request.requester) if person != by}
    for person in people.values():
        notifications.tell(
            person,
            event="request.ended",
            subject=format_lazy(gettext_lazy("Terminé : {title}"), title=title_of(request)),
            text=request.end_reason,
            url=reverse("approvals:request_sheet", args=[request.reference]),
        )


def waits(request: Request, position: int) -> None:
    """The approval stands, and the seat is still to come: where one stands in the line."""
    _tell_both(
        request,
        "request.waits",
        gettext_lazy("En file d’attente : {title}"),
        format_lazy(gettext_lazy("Aucun siège n’est libre. Votre rang dans la file : {n}."), n=position),
    )


def served(request: Request) -> None:
    """The next freed seat is theirs."""
    text = gettext_lazy("Un siège s’est libéré : il est à vous. L’accès va être ouvert chez l’éditeur.")
    _tell_both(request, "request.served", gettext_lazy("Votre tour est venu : {title}"), text)


def _tell_both(request: Request, event: str, subject: Any, text: Any) -> None:
    people = {person.pk: person for person in (request.beneficiary, request.requester)}
    for person in people.values():
        notifications.tell(
            person,
            event=event,
            subject=format_lazy(subject, title=title_of(request)),
            text=text,
            url=reverse("approvals:request_sheet", args=[request.reference]),
        )
