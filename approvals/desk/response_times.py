"""How fast the house answers, by kind of request: never by person, never of fewer than five requests."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median, quantiles

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.deadlines import HOURS_A_DAY, working_hours_between
from approvals.models import Comment, CommentNature, Request
from approvals.workflow import Kind, State

FEWEST = 5
"""Below so many requests a figure would tell about the people behind them."""


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """One kind of request; `median` and `most` (nine in ten) in words, empty when there are too few."""

    kind: Kind
    number: int
    median: str = ""
    most: str = ""

    @property
    def is_hidden(self) -> bool:
        return self.number < FEWEST


def response_times(now: datetime, days: int) -> list[ResponseTime]:
    """By kind, what people decided in the last `days` days. What a rule granted at once is left out, and so
    is the time during which the requester owed a precision.
    """
    decided = Request.objects.filter(
        state__in=[State.APPROVED.value, State.REFUSED.value],
        granted_by_rule="",
        decided_at__gte=now - timedelta(days=days),
    ).order_by("pk")
    pauses = _pauses(decided.values("pk"))
    hours: dict[str, list[float]] = defaultdict(list)
    for pk, kind, sent, answered in decided.values_list("pk", "kind", "submitted_at", "decided_at"):
        hours[kind].append(_hours(sent, answered) - sum(_hours(*pause) for pause in pauses[pk]))
    return [_figure(Kind(kind), found) for kind, found in sorted(hours.items())]


def _figure(kind: Kind, hours: list[float]) -> ResponseTime:
    if len(hours) < FEWEST:
        return ResponseTime(kind, len(hours))
    ninth = quantiles(hours, n=10, method="inclusive")[-1]
    return ResponseTime(kind, len(hours), words(median(hours)), words(ninth))


def _pauses(requests: QuerySet) -> dict[int, list[tuple[datetime, datetime]]]:
    """From each question to what ended it: the answer, or its being taken back."""
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    asked: dict[int, datetime] = {}
    natures = [nature.value for nature in CommentNature if nature is not CommentNature.COMMENT]
    lines = Comment.objects.filter(request__in=requests, nature__in=natures).in_order()
    for request, nature, at in lines.values_list("request", "nature", "at"):
        if nature == CommentNature.QUESTION:
            asked[request] = at
        elif since := asked.pop(request, None):
            found[request].append((since, at))
    return found


def _hours(start: datetime, end: datetime | None) -> float:
    assert end is not None  # a closed request was decided: a constraint
    return working_hours_between(timezone.localtime(start), timezone.localtime(end))


def words(hours: float) -> str:
    """« 5 heures ouvrées », « 1,5 jour ouvré » (a day has eight hours)."""
    if hours < 1:
        return _("moins d’une heure ouvrée")
    if hours < HOURS_A_DAY:
        whole = round(hours)
        return ngettext("%(n)s heure ouvrée", "%(n)s heures ouvrées", whole) % {"n": whole}
    days = round(hours / HOURS_A_DAY, 1)
    shown = number_format(days, 0 if days == int(days) else 1)
    return ngettext("%(n)s jour ouvré", "%(n)s jours ouvrés", 1 if days < 2 else 2) % {"n": shown}
