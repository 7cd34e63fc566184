"""Seats: giving one to a person, and taking it back."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.models import Seat, SeatObservation, Subscription
from catalog.permissions import can_release_seat, can_take_seat
from etech_ai.audit import recording as audit
from people.services import notifications


@transaction.atomic
def assign(subscription: Subscription, *, to: Any, by: Any, today: date) -> Seat:
    """Give a seat to a person, and tell them. Raises Refused when they may not hold one now."""
    subscription = Subscription.objects.select_for_update().get(
        pk=subscription.pk
    )  # two grants, one last seat
    can_take_seat(to, subscription, today).enforce()
    seat = Seat(subscription=subscription, holder=to, assigned_on=today)
    with audit.record("seat.assigned", by=by, on=seat):
        seat.save(force_insert=True)
    _tell(seat, "seat.assigned")
    return seat


def find(subscription: Subscription, *, holder: Any, since: date, by: Any) -> Seat:
    """Write down a seat that the vendor has given already, though nobody asked for it in the portal.

    No ceiling and no decision stands in its way: it is a fact, which the ceiling beside it shows.
    """
    seat = Seat(subscription=subscription, holder=holder, assigned_on=since)
    with audit.record("seat.found", by=by, on=seat):
        seat.save(force_insert=True)
    return seat


@transaction.atomic
def release(seat: Seat, *, by: Any, today: date) -> Seat:
    """Take a seat back, and tell its holder. Raises Refused when it is back already, or `by` may not."""
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    can_release_seat(by, seat).enforce()
    seat.released_on = max(today, seat.assigned_on)
    with audit.record("seat.released", by=by, on=seat):
        seat.save()
    _tell(seat, "seat.released")
    return seat


@transaction.atomic
def undo_assignment(seat: Seat, *, by: Any, today: date) -> Seat:
    """The decision that gave it is taken back, before its holder was told. A seat given back stays so."""
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.released_on is not None:
        return seat
    seat.released_on = max(today, seat.assigned_on)
    with audit.record("seat.assignment_undone", by=by, on=seat):
        seat.save()
    return seat


def observe(seat: Seat, *, last_used_on: date | None, source: str, as_of: datetime) -> SeatObservation:
    """What a source says about the last use of a seat; reading it again changes nothing."""
    observation, _created = SeatObservation.objects.update_or_create(
        seat=seat, source=source, as_of=as_of, defaults={"last_used_on": last_used_on}
    )
    return observation


def _tell(seat: Seat, event: str) -> None:
    url = reverse("catalog:tool_sheet", args=[seat.subscription.plan.tool.slug])
    with override(seat.holder.language):
        subject, text = _messages(event, seat)
        notifications.tell(seat.holder, event=event, subject=subject, text=text, url=url)


def _messages(event: str, seat: Seat) -> tuple[str, str]:
    names = {"plan": str(seat.subscription.plan), "tool": str(seat.subscription.plan.tool)}
    if event == "seat.assigned":
        subject = _("Vous avez un siège %(tool)s")
        text = _(
            "Un siège de « %(plan)s » vous est attribué. Voyez sur sa fiche ce que vous pouvez lui confier."
        )
    else:
        subject = _("Votre siège %(tool)s est rendu")
        text = _("Vous n’avez plus de siège « %(plan)s ». La fiche de l’outil permet d’en demander un autre.")
    return subject % names, text % names
