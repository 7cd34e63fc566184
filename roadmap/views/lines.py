"""How pieces of work read on screen: their state in a word, what is wrong with them in a sentence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from etech_ai.badges import Badge
from etech_ai.enums import gettext_noop
from etech_ai.wording import day
from roadmap.layout import LATE, Piece, Trouble, lay_out, troubles
from roadmap.models import Phase, RoadmapItem

SHOWN = {"done": "done", "running": "now", "planned": "todo", "dropped": "todo"}
WORDS = {"done": gettext_noop("Terminé"), "now": gettext_noop("En cours"), "todo": gettext_noop("À venir")}


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of work as a row of a table."""

    item: RoadmapItem
    needs: tuple[RoadmapItem, ...]
    badge: Badge
    reasons: tuple[str, ...]


def piece(item: RoadmapItem) -> Piece:
    return Piece(
        key=item.pk, phase=item.phase, starts_on=item.starts_on, ends_on=item.ends_on, state=item.state,
        effort=item.effort_days, waits=bool(item.decision and item.decision.state == "open"),
    )  # fmt: skip


def lines(items: Sequence[RoadmapItem], links: Sequence[tuple[int, int]], today: date) -> list[Line]:
    """Every item with its badge, what it needs, and its troubles in words; in the order given."""
    known = {item.pk: item for item in items}
    found = troubles([piece(item) for item in items], links, today=today)
    needs: dict[int, list[RoadmapItem]] = {}
    for key, needed in links:
        if needed in known:
            needs.setdefault(key, []).append(known[needed])
    return [_line(item, tuple(needs.get(item.pk, ())), found.get(item.pk, ()), today) for item in items]


def _line(
    item: RoadmapItem, needs: tuple[RoadmapItem, ...], found: Sequence[Trouble], today: date
) -> Line:  # fmt: skip
    reasons = tuple(_reason(item, needs, trouble, today) for trouble in found)
    return Line(item, needs, _badge(item, found, today), reasons)


def _badge(item: RoadmapItem, found: Sequence[Trouble], today: date) -> Badge:
    if item.state in ("done", "dropped"):
        done = item.state == "done"
        return Badge("success" if done else "neutral", "circle-check" if done else "circle-minus",
                     _(item.get_state_display()))  # fmt: skip
    if Trouble.LATE_END in found:
        return Badge("danger", "clock-exclamation", _lateness((today - item.ends_on).days))
    if Trouble.AWAITS_DECISION in found:
        return Badge("caution", "lock", _("Bloqué"))
    if found:
        return Badge("caution", "alert-triangle", _("À surveiller"))
    if item.state == "running":
        return Badge("success", "circle-check", _("Dans les temps"))
    return Badge("neutral", "clock", _("À venir"))


def _lateness(days: int) -> str:
    if days < 14:
        return ngettext("%(n)s jour de retard", "%(n)s jours de retard", days) % {"n": days}
    weeks = days // 7
    return ngettext("%(n)s semaine de retard", "%(n)s semaines de retard", weeks) % {"n": weeks}


def _reason(item: RoadmapItem, needs: Iterable[RoadmapItem], trouble: Trouble, today: date) -> str:
    if trouble is Trouble.LATE_END:
        return _("devait finir le %(day)s") % {"day": day(item.ends_on)}
    if trouble is Trouble.LATE_START:
        return _("devait commencer le %(day)s") % {"day": day(item.starts_on)}
    if trouble is Trouble.AWAITS_DECISION and item.decision:
        return _("attend la décision %(ref)s") % {"ref": item.decision.ref}
    names = [n.title for n in needs if n.state in ("planned", "running")
             and max(n.ends_on, today) >= item.starts_on]  # fmt: skip
    return _("attend «\u00a0%(titles)s\u00a0»") % {"titles": "\u00a0», «\u00a0".join(names)}


def chart(items: Sequence[RoadmapItem], links: Sequence[tuple[int, int]], today: date) -> dict[str, Any]:
    """The drawing with its words, ready for the template."""
    drawn = lay_out([piece(item) for item in items], links, today=today, phases=[p.value for p in Phase])
    known = {item.pk: item for item in items}
    return {
        "drawn": drawn,
        "lanes": [
            {"lane": lane, "phase": Phase(lane.phase),
             "rows": [_bar(known[row.piece.key], row, drawn.troubles.get(row.piece.key, ()))
                      for row in lane.rows]}
            for lane in drawn.lanes
        ],
        "years": _years(drawn.months),
        "rings": [[known[key] for key in ring] for ring in drawn.cycles],
        "critical": [known[key] for key in drawn.critical],
    }  # fmt: skip


def _bar(item: RoadmapItem, row: Any, found: Sequence[Trouble]) -> dict[str, Any]:
    shown = SHOWN[item.state]
    late, word = any(trouble in LATE for trouble in found), _(WORDS[shown])
    if late:
        word = _("En retard")
    elif Trouble.AWAITS_DECISION in found:
        word = _("Bloqué")
    fits = row.bar.width >= 14 + 6.4 * len(word)
    return {"item": item, "bar": row.bar, "shown": shown, "late": late, "word": word, "fits": fits,
            "baseline": row.bar.middle + 4, "text_x": row.bar.x + 9}  # fmt: skip


def _years(months: Sequence[Any]) -> list[tuple[float, int]]:
    return [(month.x, month.first.year) for n, month in enumerate(months) if n == 0 or month.first.month == 1]
