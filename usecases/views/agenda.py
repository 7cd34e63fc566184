"""The calendar of what is due, and the dates of the Regulation with what each brings to us."""

import datetime as dt
from collections import defaultdict
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from compliance.ai_act import timeline
from compliance.ai_act.ruleset import latest
from etech_ai import web, wording
from people.access import Permission
from people.decorators import open_to_staff
from usecases import agenda as due
from usecases.models import UseCase
from usecases.open_points import open_points
from usecases.views.citations import cite
from usecases.views.duty_lines import whole_day
from usecases.vocabulary import AgendaKind

NAMED = 4
NEXT_DATES = 4
ICONS = {
    AgendaKind.OBLIGATION: "gavel",
    AgendaKind.REVIEW: "refresh",
    AgendaKind.RISK: "alert-triangle",
    AgendaKind.BIAS: "scale",
}


@open_to_staff
@require_safe
def agenda(request: web.HtmxRequest) -> HttpResponse:
    """What is due, late things first, then month by month. `?vue=tous` for everything one may see."""
    today = timezone.localdate()
    shows_all, mine = _shows_all(request), as_shown(request)
    late = [entry for entry in mine if entry.is_late(today)]
    context = {
        "shows_all": shows_all,
        "view_name": "tous" if shows_all else "moi",
        "groups": _groups(mine, today),
        "late": len(late),
        "undated": sum(1 for entry in mine if entry.day is None),
        "soon": sum(1 for entry in mine if entry.day and 0 <= (entry.day - today).days <= 30),
        "next": next((item for item in timeline.coming(latest(), today)), None),
    }
    return web.render_page(request, "usecases/agenda_page.html", context)


@open_to_staff
@require_safe
def regulation(request: web.HtmxRequest) -> HttpResponse:
    """Every date of the Regulation, today's line among them, and what each new one brings to our uses."""
    today, rules = timezone.localdate(), latest()
    touched = _touched(due.entries(UseCase.objects.visible_to(request.user), today=today))
    lines = [_milestone(item, today, touched) for item in timeline.milestones(rules)]
    upcoming = [line for line in lines if not line["is_past"]]
    context = {
        "rules": rules,
        "today": today,
        "past": [line for line in lines if line["is_past"]],
        "upcoming": upcoming,
        "next": _next_days(upcoming),
        "open_points": open_points(rules.source, wording.language()),
        "may_replay": request.user.may(Permission.CLASSIFY_ANY_USE_CASE),
    }
    return web.render_page(request, "usecases/regulation_page.html", context)


def as_shown(request: web.HtmxRequest) -> list[due.Entry]:
    """The lines of the calendar that the query string describes."""
    found = due.entries(UseCase.objects.visible_to(request.user), today=timezone.localdate())
    return found if _shows_all(request) else [entry for entry in found if entry.person == request.user]


def _shows_all(request: web.HtmxRequest) -> bool:
    """The DPO looks after everything; the others first see what is theirs."""
    asked = request.GET.get("vue")
    return asked == "tous" or (asked != "moi" and request.user.may(Permission.CLASSIFY_ANY_USE_CASE))


def _groups(found: list[due.Entry], today: dt.date) -> list[dict[str, Any]]:
    """Late, due without a day, then each month."""
    return [
        {"title": title, "is_late": is_late, "lines": _lines(list(entries), today)}
        for (_rank, title, is_late), entries in groupby(found, key=lambda entry: _place(entry, today))
    ]


def _place(entry: due.Entry, today: dt.date) -> tuple[str, str, bool]:
    if entry.day is None:
        return "", _("Applicable, sans échéance fixée"), False
    if entry.is_late(today):
        return "0", _("En retard"), True
    month = wording.MONTHS[wording.language()][entry.day.month - 1]
    return f"{entry.day:%Y-%m}", f"{month} {entry.day.year}".capitalize(), False


def _lines(entries: list[due.Entry], today: dt.date) -> list[dict[str, Any]]:
    """The same duty of several uses on the same day is one line."""
    lines = []
    for _key, same in groupby(
        entries, key=lambda entry: (entry.day, entry.kind, entry.obligation or entry.label)
    ):
        group = list(same)
        first = group[0]
        lines.append(
            {
                "day": first.day,
                "icon": ICONS[first.kind],
                "kind": first.kind,
                "label": first.label,
                "article": cite(first.article),
                "is_legal": first.is_legal and first.day is not None,
                "is_late": first.is_late(today),
                "uses": [{"use_case": entry.use_case, "url": address_of(entry)} for entry in group[:NAMED]],
                "more": max(0, len(group) - NAMED),
                "people": _people(group),
            }
        )
    return lines


def _people(group: list[due.Entry]) -> str:
    """« Ana Arnaud, Cho Chan et 3 autres »."""
    names = list(dict.fromkeys(entry.person.full_name for entry in group))
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    told = ngettext("%(names)s et %(n)s autre", "%(names)s et %(n)s autres", more)
    return told % {"names": shown, "n": more} if more > 0 else shown


def address_of(entry: due.Entry) -> str:
    """Where what is due gets done."""
    slug = entry.use_case.slug
    if entry.obligation:
        return reverse("usecases:obligation_mark", args=[slug, entry.obligation])
    if entry.kind == AgendaKind.REVIEW:
        return reverse("usecases:usecase_sheet", args=[slug])
    return reverse("usecases:risk_list", args=[slug])


def _touched(found: list[due.Entry]) -> dict[dt.date, dict[str, Any]]:
    """Of each legal day: how many of our obligations begin, and for which uses."""
    of_day: dict[dt.date, list[due.Entry]] = defaultdict(list)
    for entry in found:
        if entry.is_legal and entry.day:
            of_day[entry.day].append(entry)
    return {
        day: {
            "duties": len(entries),
            "uses": list({entry.use_case.pk: entry.use_case for entry in entries}.values()),
        }
        for day, entries in of_day.items()
    }


def _milestone(item: timeline.Milestone, today: dt.date, touched: dict[dt.date, Any]) -> dict[str, Any]:
    ours = touched.get(item.day, {"duties": 0, "uses": []})
    return {
        "item": item,
        "day": whole_day(item.day),
        "date": item.day,
        "article": cite(item.article),
        "is_past": item.is_past(today),
        "left": (item.day - today).days,
        "left_words": wording.time_left((item.day - today).days),
        "moved": whole_day(item.first_set_for) if item.first_set_for else "",
        "uses": ours["uses"][:NAMED],
        "use_count": len(ours["uses"]),
        "sources": ", ".join(item.sources),
    }


def _next_days(upcoming: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The nearest days, each once, with what begins."""
    days: dict[dt.date, dict[str, Any]] = {}
    for line in upcoming:
        known = days.setdefault(line["date"], {**line, "items": []})
        known["items"].append(line["item"])
    return list(days.values())[:NEXT_DATES]
