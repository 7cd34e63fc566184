"""What a request is called, and how its deadlines read."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from approvals.deadlines import TimeLeft, Urgency, time_left
from approvals.models import Request
from approvals.workflow import Kind

TITLES = {
    Kind.LICENCE: gettext_lazy("Siège {plan}"),
    Kind.TOOL_ACCESS: gettext_lazy("Accès à {plan}"),
    Kind.NEW_TOOL: gettext_lazy("Nouvel outil : {name}"),
    Kind.USE_CASE: gettext_lazy("Cas d’usage : {use_case}"),
    Kind.DATA_EXCEPTION: gettext_lazy("Exception de données : {plan}"),
    Kind.API_KEY: gettext_lazy("Clé d’API {plan}"),
    Kind.QUOTA: gettext_lazy("Plafond de la clé {key}"),
    Kind.SEAT_REVIEW: gettext_lazy("Revue du siège {plan}"),
}


def title_of(request: Request) -> Any:
    """What is asked, in a few words; lazy, so that it is read in the reader's language."""
    plan = request.plan
    title = format_lazy(
        TITLES[Kind(request.kind)],
        plan=f"{plan.tool.name}, {plan.name}" if plan else "",
        name=request.proposed_name,
        use_case=request.use_case.title if request.use_case else "",
        key=request.api_key.at if request.api_key else "",
    )
    return format_lazy(gettext_lazy("{title} (prolongation)"), title=title) if request.extends_id else title


def words(left: TimeLeft) -> str:
    """« Reste 2 jours », « Réponse due aujourd’hui », « En retard d’un jour » (working days)."""
    if left.urgency is Urgency.TODAY:
        return _("Due aujourd’hui")
    if left.urgency is Urgency.OVERDUE:
        return ngettext("En retard d’un jour", "En retard de %(n)s jours", left.days) % {"n": left.days}
    return ngettext("Reste un jour ouvré", "Reste %(n)s jours ouvrés", left.days) % {"n": left.days}


@dataclass(frozen=True, slots=True)
class Due:
    """A due date as it shows: tone, words, icon."""

    due_on: date
    tone: str
    words: str
    icon: str


def due(due_on: date, today: date) -> Due:
    left = time_left(due_on, today)
    icon = "clock-exclamation" if left.tone == "danger" else "clock"
    return Due(due_on, left.tone, words(left), icon)


def decided_in(request: Request) -> str:
    """« En 1 jour et 3 heures »: how long the house took."""
    if not request.decided_at:
        return ""
    gap = request.decided_at - request.submitted_at
    hours = int(gap.total_seconds() // 3600)
    if hours < 1:
        return _("En moins d’une heure")
    if hours < 24:
        return ngettext("En une heure", "En %(n)s heures", hours) % {"n": hours}
    days = hours // 24
    return ngettext("En un jour", "En %(n)s jours", days) % {"n": days}
