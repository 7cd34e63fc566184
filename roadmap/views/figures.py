"""The leadership page's first figures: true today, each with its source (arithmetic: roadmap.indicators)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.deadlines import working_days_between
from approvals.models import Request
from catalog.costing import months_until
from catalog.enums import CostKind
from catalog.models import CostRecord, Seat
from etech_ai.wording import day, language, money
from people.access import Permission
from roadmap.indicators import kept_share, twelve_months, typical_delay, veil
from roadmap.models import DecisionQuerySet
from usecases.models import UseCase

RECENT_DAYS, DELAY_DAYS, AIM_DAYS = 30, 90, 2


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, the number, what it is of, where it comes from; ``tone`` asks for attention."""

    name: str
    value: str
    unit: str = ""
    source: str = ""
    tone: str = ""


def figures(user: Any, decisions: DecisionQuerySet, today: date) -> list[Figure]:
    """Five figures; money only for who may see costs."""
    found = [_active_people(today), _decided(decisions, today), _delay(today), _classified(today)]
    return [*found, _committed(user, today)] if user.may(Permission.SEE_COSTS) else found


def _active_people(today: date) -> Figure:
    seats, since = Seat.objects.open(), today - timedelta(days=RECENT_DAYS)
    counted = seats.aggregate(
        holders=Count("holder", distinct=True),
        active=Count("holder", distinct=True, filter=Q(observations__last_used_on__gte=since)),
        seen=Max("observations__as_of"),
    )
    told, name = veil(counted["active"], counted["holders"]), _("Personnes actives")
    if told.number is None or counted["seen"] is None:
        return Figure(name, "–", source=_("trop peu de personnes ou de relevés pour un chiffre"))
    words = {"": "%(number)s", "<": _("moins de %(number)s"), "≥": _("au moins %(number)s")}
    value = words[told.sign] % {"number": told.number}
    source = _("sur %(days)s jours, relevés du %(day)s") % {"days": RECENT_DAYS, "day": day(counted["seen"])}
    return Figure(name, value, _("sur %(whole)s") % {"whole": told.whole}, source)


def _decided(decisions: DecisionQuerySet, today: date) -> Figure:
    counted = decisions.aggregate(
        whole=Count("pk"), decided=Count("pk", filter=Q(state="decided")),
        overdue=Count("pk", filter=Q(state="open", due_on__lt=today)),
    )  # fmt: skip
    late, whole = counted["overdue"], counted["whole"]
    text = ngettext("%(n)s a passé sa date", "%(n)s ont passé leur date", late) % {"n": late}
    if not late:
        text = _("registre des décisions, au %(day)s") % {"day": day(today)}
    unit = _("sur %(whole)s") % {"whole": whole}
    return Figure(
        _("Questions du plan tranchées"), str(counted["decided"]), unit, text, "caution" if late else ""
    )


def _delay(today: date) -> Figure:
    closed = Request.objects.closed().filter(
        decided_at__date__gt=today - timedelta(days=DELAY_DAYS), submitted_at__isnull=False
    )
    pairs = closed.values_list("submitted_at__date", "decided_at__date")
    days = [working_days_between(asked, decided) for asked, decided in pairs]
    middle, name = typical_delay(days), _("Délai de décision")
    if middle is None:
        return Figure(name, "–", source=_("trop peu de demandes closes pour un chiffre"))
    text = _("médiane sur %(days)s jours\u00a0; objectif %(aim)s jours, tenu à %(share)s\u00a0%%") % {
        "days": DELAY_DAYS, "aim": AIM_DAYS, "share": kept_share(days, AIM_DAYS),
    }  # fmt: skip
    number = f"{middle:g}" if language() == "en" else f"{middle:g}".replace(".", ",")
    return Figure(name, number, _("jours ouvrés"), text)


def _classified(today: date) -> Figure:
    counted = UseCase.objects.in_force().aggregate(
        whole=Count("pk"), done=Count("pk", filter=~Q(outcome="")),
        grave=Count("pk", filter=Q(outcome__in=("prohibited", "high_risk"))),
    )  # fmt: skip
    grave = counted["grave"]
    text = ngettext(
        "dont %(n)s interdit ou à haut risque", "dont %(n)s interdits ou à haut risque", grave
    ) % {"n": grave}
    if not grave:
        text = _("registre des cas d’usage, au %(day)s") % {"day": day(today)}
    return Figure(
        _("Cas d’usage classés"), str(counted["done"]),
        _("sur %(whole)s") % {"whole": counted["whole"]}, text,
        "caution" if grave else "",
    )  # fmt: skip


def _committed(user: Any, today: date) -> Figure:
    months = months_until(today, 12)
    rows = CostRecord.objects.visible_to(user).filter(
        kind=CostKind.COMMITTED, month__range=(months[0], months[-1])
    )
    sums = dict(rows.order_by().values_list("currency").annotate(Sum("amount_minor")))
    amounts = [money(amount - amount % 100, code) for code, amount in twelve_months(sums)]
    source = _("12 derniers mois, abonnements enregistrés")
    return Figure(_("Engagé par an"), " + ".join(amounts) or "–", source=source)
