"""The register, the calendar and the risks as files: the rows that the screen shows, in its order."""

import datetime as dt
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.ai_act.ruleset import latest
from etech_ai import web, wording
from etech_ai.badges import LEVELS, TIERS
from etech_ai.calendars import ICS, DayEvent, calendar_file
from people.decorators import open_to_staff
from people.models import Profile
from usecases import freshness
from usecases.agenda import Entry
from usecases.columns import IMPORTED, SEVERAL, SHOWN
from usecases.freshness import Stale
from usecases.models import UseCase, UseCasePlan
from usecases.risk_words import Degree, GenerativeRisk, RiskState
from usecases.views import agenda, lists
from usecases.views.agenda import address_of
from usecases.views.citations import cite
from usecases.vocabulary import AgendaKind, Frequency, Objective, Phase, Standing

CHUNK = 500


@open_to_staff  # type: ignore[arg-type]
@require_safe
def usecase_export(request: web.HtmxRequest, form: str) -> HttpResponseBase:
    """The filtered list; reading the file back in changes nothing."""
    head = [_(label) for label in (*IMPORTED.values(), *SHOWN.values())]
    found = lists.as_shown(request).select_related("owner", "client", "team", "project")
    return web.download(
        form, _("cas-usage"), head, _rows(found, rules=latest().version, today=timezone.localdate())
    )


@open_to_staff  # type: ignore[arg-type]
@require_safe
def agenda_export(request: web.HtmxRequest, form: str) -> HttpResponseBase:
    """The calendar, one line for each use."""
    head = [
        _("Jour"),
        _("Nature"),
        _("À faire"),
        _("Article"),
        _("Référence"),
        _("Cas d’usage"),
        _("Responsable"),
    ]
    return web.download(form, _("echeancier"), head, (_due(entry) for entry in agenda.as_shown(request)))


@open_to_staff
@require_safe
def agenda_calendar(request: web.HtmxRequest) -> HttpResponse:
    """The days of the calendar as shown; what has no day yet is left out."""
    events = (_event(request, entry) for entry in agenda.as_shown(request) if entry.day)
    data = calendar_file(_("Échéancier IA"), events, now=timezone.now())
    response = HttpResponse(data, content_type=ICS)
    response["Content-Disposition"] = f'attachment; filename="{_("echeancier")}.ics"'
    return response


@open_to_staff  # type: ignore[arg-type]
@require_safe
def risk_export(request: web.HtmxRequest, slug: str, form: str) -> HttpResponseBase:
    """The risks of one use."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user), slug=slug)
    head = [_("Numéro"), _("Risque"), _("Étiquettes"), _("Probabilité"), _("Gravité"), _("État")]
    head += [_("Ce qui est fait"), _("Responsable"), _("À revoir le")]
    found = use_case.risks.select_related("owner").order_by("number")
    return web.download(form, f"{use_case.reference}-{_('risques')}", head, (_risk(risk) for risk in found))


def _rows(found: Any, **judged_by: Any) -> Iterator[list[str]]:
    """A chunk at a time, with the tools of each chunk in one statement."""
    chunk: list[UseCase] = []
    for use_case in found.iterator(chunk_size=CHUNK):
        chunk.append(use_case)
        if len(chunk) == CHUNK:
            yield from _lines(chunk, **judged_by)
            chunk = []
    yield from _lines(chunk, **judged_by)


def _lines(chunk: list[UseCase], *, rules: str, today: dt.date) -> Iterator[list[str]]:
    tools = _tools_of(chunk)
    for use_case in chunk:
        stale = use_case.stale_reasons(ruleset_version=rules, today=today)
        standing = freshness.standing(use_case.status, use_case.outcome, is_stale=bool(stale))
        yield [*_declared(use_case, tools.get(use_case.pk, [])), *_judged(use_case, standing, stale)]


def _tools_of(chunk: list[UseCase]) -> dict[int, list[str]]:
    tools: dict[int, list[str]] = {}
    links = UseCasePlan.objects.current().filter(use_case__in=chunk).select_related("plan__tool")
    for link in links.order_by("plan__tool__name", "pk"):
        tools.setdefault(link.use_case_id, []).append(f"{link.plan.tool.name}, {link.plan.name}")
    return tools


def _declared(use_case: UseCase, tools: list[str]) -> list[str]:
    between = f" {SEVERAL} "
    return [
        use_case.reference,
        use_case.title,
        use_case.purpose,
        _(Objective(use_case.objective).label),
        between.join(tools),
        between.join(_(LEVELS[level]) if level in LEVELS else level for level in use_case.data_levels),
        use_case.client.name if use_case.client else "",
        use_case.project.name if use_case.project else "",
        _(Frequency(use_case.frequency).label) if use_case.frequency else "",
        _(Phase(use_case.phase).label) if use_case.phase else "",
        use_case.first_used_on.isoformat() if use_case.first_used_on else "",
    ]


def _judged(use_case: UseCase, standing: Standing, stale: Iterable[Stale]) -> list[str]:
    return [
        _(TIERS[use_case.outcome or "undetermined"].label),
        _(standing.label),
        _(" ; ").join(_(reason.label) for reason in stale),
        use_case.decision_note,
        use_case.owner.full_name,
        _(Profile(use_case.owner.profile).label) if use_case.owner.profile else "",
        use_case.team.name if use_case.team else "",
        use_case.classified_on.isoformat() if use_case.classified_on else "",
        use_case.ruleset_version,
    ]


def _event(request: web.HtmxRequest, entry: Entry) -> DayEvent:
    assert entry.day
    what = f"{entry.kind}-{entry.use_case.reference}-{entry.obligation or entry.label}"
    lines = [entry.use_case.title, cite(entry.article), entry.person.full_name]
    return DayEvent(
        uid=f"{sha256(what.encode()).hexdigest()[:32]}@etech-ia",
        day=entry.day,
        title=f"{entry.use_case.reference}{_(' : ')}{_label_of(entry)}",
        text="\n".join(filter(None, lines)),
        url=request.build_absolute_uri(address_of(entry)),
        category=_(entry.kind.label),
    )


def _label_of(entry: Entry) -> str:
    if not isinstance(entry.label, str):
        return getattr(entry.label, wording.language())
    return entry.label if entry.kind == AgendaKind.RISK else _(entry.label)


def _due(entry: Entry) -> list[str]:
    return [
        entry.day.isoformat() if entry.day else "",
        _(entry.kind.label),
        _label_of(entry),
        cite(entry.article),
        entry.use_case.reference,
        entry.use_case.title,
        entry.person.full_name,
    ]


def _risk(risk: Any) -> list[str]:
    return [
        f"R{risk.number}",
        risk.title,
        ", ".join(_(GenerativeRisk(tag).label) for tag in risk.tags),
        _(Degree(risk.likelihood).label),
        _(Degree(risk.impact).label),
        _(RiskState(risk.state).label),
        risk.mitigation,
        risk.owner.full_name,
        risk.review_on.isoformat() if risk.review_on else "",
    ]
