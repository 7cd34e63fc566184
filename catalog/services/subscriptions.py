"""Subscriptions: what the house pays for, and how many seats it has decided to pay for."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.models import Plan, Subscription
from catalog.permissions import can_manage_seats
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused


def add(
    plan: Plan, *, label: str, starts_on: date, by: Any, seat_ceiling: int | None = None, **facts: Any
) -> Subscription:
    """A contract line of a plan; `seat_ceiling` None means no ceiling. Raises Refused for a taken label."""
    can_manage_seats(by).enforce()
    subscription = Subscription(
        plan=plan, label=label.strip(), starts_on=starts_on, seat_ceiling=seat_ceiling, **facts
    )
    if plan.subscriptions.filter(label__iexact=subscription.label).exists():
        raise Refused(
            _("L’abonnement « %(label)s » existe déjà pour cette offre.") % {"label": subscription.label}
        )
    if subscription.ends_on and subscription.ends_on < starts_on:
        raise Refused(_("L’abonnement finit avant de commencer : corrigez l’une des deux dates."))
    with audit.record("subscription.added", by=by, on=subscription):
        subscription.save(force_insert=True)
    return subscription


@transaction.atomic
def set_ceiling(subscription: Subscription, *, ceiling: int | None, by: Any) -> Subscription:
    """How many seats the house pays for from now on; None lifts the ceiling.

    Raises Refused below the number of seats held: seats are taken back first.
    """
    can_manage_seats(by).enforce()
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if subscription.seat_ceiling == ceiling:
        return subscription
    held = subscription.seats.open().count()
    if ceiling is not None and ceiling < held:
        raise Refused(
            _("%(held)s sièges sont attribués : reprenez-en d’abord, ou gardez ce plafond.") % {"held": held}
        )
    subscription.seat_ceiling = ceiling
    with audit.record("subscription.ceiling_set", by=by, on=subscription):
        subscription.save()
    return subscription


@transaction.atomic
def record_vendor_count(subscription: Subscription, *, count: int, on: date, by: Any) -> Subscription:
    """What the vendor itself counts, beside our ceiling and never over it."""
    can_manage_seats(by).enforce()
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if (subscription.vendor_count, subscription.vendor_counted_on) == (count, on):
        return subscription
    subscription.vendor_count, subscription.vendor_counted_on = count, on
    with audit.record("subscription.vendor_counted", by=by, on=subscription):
        subscription.save()
    return subscription
