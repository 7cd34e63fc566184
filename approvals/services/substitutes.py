"""Absences: declared with or without somebody who stands in, ended early. Both people are told."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Substitute
from approvals.permissions import can_declare_absence, can_stand_in
from approvals.services import messages
from approvals.workflow import Kind
from etech_ai import wording
from etech_ai.audit import recording as audit
from etech_ai.jobs import queue
from etech_ai.verdicts import Refused
from people.models import User


@transaction.atomic
def declare(
    absent: User,
    *,
    stand_in: User | None,
    starts_on: date,
    ends_on: date,
    by: User,
    now: datetime,
    kinds: Sequence[Kind | str] = (),
) -> Substitute:
    """Say that somebody is away from a day to a day, both included, and who decides meanwhile.

    No kind means every kind. Raises Refused for days that make no sense, for an absence that meets another
    one, and for a stand-in who is the person themselves, not admitted, or away in the same days.
    """
    absent, stand_in = _locked(absent, stand_in)
    can_declare_absence(by, absent).enforce()
    _refuse_odd_days(starts_on, ends_on, timezone.localdate(now))
    chosen = sorted(Kind(kind).value for kind in kinds)
    _refuse_a_second_one(absent, starts_on, ends_on, chosen)
    if stand_in is not None:
        can_stand_in(absent, stand_in).enforce()
        _refuse_who_is_away(absent, stand_in, starts_on, ends_on, chosen)
    row = Substitute(
        absent=absent, stand_in=stand_in, starts_on=starts_on, ends_on=ends_on, kinds=chosen, declared_by=by
    )
    with audit.record("substitute.declared", by=by, on=row):
        row.save(force_insert=True)
        messages.absence_declared(row, by)
    _look_for_stuck_steps(row)
    return row


@transaction.atomic
def end(row: Substitute, *, by: User, today: date) -> Substitute:
    """The person is back, or does not leave: from today on the absence counts no more."""
    row = (
        Substitute.objects.select_for_update(of=("self",)).select_related("absent", "stand_in").get(pk=row.pk)
    )
    can_declare_absence(by, row.absent).enforce()
    if row.ended_on is not None or row.ends_on < today:
        raise Refused(_("Cette absence est déjà terminée : aucune action n’est nécessaire."))
    row.ended_on = today
    with audit.record("substitute.ended", by=by, on=row):
        row.save(update_fields=["ended_on"])
        messages.absence_ended(row, by)
    return row


def _locked(absent: User, stand_in: User | None) -> tuple[User, User | None]:
    """Both people, locked in one order: two who name each other at once do not both get through."""
    wanted = [person.pk for person in (absent, stand_in) if person]
    found = {u.pk: u for u in User.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    return found[absent.pk], found[stand_in.pk] if stand_in else None


def _refuse_odd_days(starts_on: date, ends_on: date, today: date) -> None:
    if ends_on < starts_on:
        raise Refused(_("Le dernier jour vient avant le premier : corrigez l’un des deux."))
    if ends_on < today:
        raise Refused(_("Cette absence est déjà passée : choisissez des jours à venir."))


def _refuse_a_second_one(absent: User, starts_on: date, ends_on: date, kinds: list[str]) -> None:
    for row in Substitute.objects.filter(absent=absent).meeting(starts_on, ends_on).order_by("pk"):
        if row.shares_kinds_with(kinds):
            raise Refused(
                _("Une absence est déjà déclarée du %(first)s au %(last)s : arrêtez-la ou changez les jours.")
                % _days(row)
            )


def _refuse_who_is_away(
    absent: User, stand_in: User, starts_on: date, ends_on: date, kinds: list[str]
) -> None:
    for row in Substitute.objects.filter(absent=stand_in).meeting(starts_on, ends_on).order_by("pk"):
        if not row.shares_kinds_with(kinds):
            continue
        if row.stand_in_id == absent.pk:
            text = _("%(person)s a déjà choisi la personne absente : on ne se remplace pas l’un l’autre.")
            raise Refused(text % {"person": stand_in})
        text = _("%(person)s est en absence du %(first)s au %(last)s : choisissez une autre personne.")
        raise Refused(text % {"person": stand_in, **_days(row)})


def _days(row: Substitute) -> dict[str, str]:
    return {"first": wording.plain_day(row.starts_on), "last": wording.plain_day(row.ends_on)}


def _look_for_stuck_steps(row: Substitute) -> None:
    """The hourly look would find them too; this one comes as soon as the worker does."""
    queue.leave(
        "approvals.pass_on", subject=f"approvals.substitute:{row.pk}", key=f"pass-on:absence:{row.pk}"
    )
