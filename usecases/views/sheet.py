"""The sheet of a use case, and its previous classifications."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance.ai_act import obligations as duties
from compliance.ai_act.ruleset import latest, load
from compliance.permissions import can_seal_dossier
from compliance.trail import Row, history
from etech_ai import web, wording
from etech_ai.badges import LEVELS, OBLIGATION_STATES, TIERS
from people.access import Permission
from people.decorators import open_to_staff
from usecases import checks, permissions, wizard
from usecases.forms import ObligationForm
from usecases.models import Classification, ObligationState, UseCase
from usecases.services import classification
from usecases.views.citations import cite, cited_trace
from usecases.vocabulary import Frequency, Objective, Progress

ROLE_FLAGS = ("provider", "deployer", "distributor", "importer", "supplier")


@open_to_staff
@require_safe
def usecase_sheet(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """What the use is, what the regulation makes of it, and what is left to do."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    return sheet_page(request, use_case, followed=request.GET.get("obligation", ""))


@open_to_staff
@require_safe
def classification_sheet(request: web.HtmxRequest, slug: str, number: int) -> HttpResponse:
    """One classification with its answers, read under the rules that made it."""
    use_case = get_object_or_404(UseCase.objects.visible_to(request.user).for_sheet(), slug=slug)
    found = get_object_or_404(use_case.classifications.select_related("classified_by"), number=number)
    rules = load(found.ruleset_version)
    walk = wizard.walk(rules, found.answers, facts=found.facts)
    context = {
        "use_case": use_case,
        "classification": found,
        "tier": TIERS[found.outcome],
        "article": cite(found.article),
        "trace": cited_trace(found.trace),
        "answers": [{"asked": asked, "article": cite(asked.question.article)} for asked in walk.asked],
        "is_newest": use_case.classifications.filter(number__gt=number).count() == 0,
    }
    return web.render_page(request, "usecases/classification_page.html", context)


def sheet_page(
    request: web.HtmxRequest,
    use_case: UseCase,
    *,
    followed: str = "",
    refused: dict[str, ObligationForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The sheet; `followed` is the obligation whose form is open, `refused` holds forms with their errors."""
    today, user = timezone.localdate(), request.user
    can_mark = permissions.can_mark_obligation(user, use_case)
    versions = list(use_case.classifications.newest_first().select_related("classified_by"))
    newest = versions[0] if versions else None
    states = list(use_case.obligation_states.select_related("marked_by"))
    context: dict[str, Any] = {
        "use_case": use_case,
        "newest": newest,
        "stale": use_case.stale_reasons(ruleset_version=latest().version, today=today),
        "frequency": Frequency(use_case.frequency).label if use_case.frequency else "",
        "objective": Objective(use_case.objective).label,
        "levels": [LEVELS.get(level, level) for level in use_case.data_levels],
        "plans": _plans(use_case),
        "versions": [_version(version) for version in versions],
        "log": [_event(row) for row in history(use_case, *states)],
        "can_edit": permissions.can_edit(user, use_case),
        "can_classify": permissions.can_classify(user, use_case),
        "can_mark": can_mark,
        "can_retire": permissions.can_retire(user, use_case),
        "may_seal": can_seal_dossier(user),
        "reads_dossiers": use_case.owner_id == user.pk or user.may(Permission.READ_DOSSIERS),
        "can_ask_validation": permissions.can_ask_validation(user, use_case),
        **_open_draft(use_case),
    }
    if newest:
        context |= _result(newest, states, today=today)
        _open_forms(context["obligations"], {followed} if can_mark else set(), refused or {})
    return web.render_page(request, "usecases/sheet_page.html", context, status=status)


def _open_draft(use_case: UseCase) -> dict[str, Any]:
    """The questionnaire under way: what is open, who helps. Nothing once classified, without a draft."""
    if use_case.is_retired or (use_case.outcome and not hasattr(use_case, "draft")):
        return {"sitting": None, "pending": [], "helpers": []}
    sitting = checks.sitting_of(use_case)
    pending = sitting.walk.pending
    helpers = classification.helpers(use_case) if pending else []
    return {"sitting": sitting, "pending": pending, "helpers": helpers}


def _result(newest: Classification, states: list[ObligationState], *, today: dt.date) -> dict[str, Any]:
    rules = load(newest.ruleset_version)
    flags = [rules.flags[name] for name in newest.flags if name in rules.flags]
    marked = {state.obligation: state for state in states}
    rows = [
        _obligation(row, marked.get(row.id))
        for row in duties.due(rules, newest.obligations, newest.flags, today)
    ]
    return {
        "tier": TIERS[newest.outcome],
        "outcome": rules.outcomes[newest.outcome],
        "article": cite(newest.article),
        "disclaimer": rules.disclaimer,
        "trace": cited_trace(newest.trace),
        "roles": [flag for flag in flags if flag.id in ROLE_FLAGS],
        "other_flags": [{"flag": f, "article": cite(f.article)} for f in flags if f.id not in ROLE_FLAGS],
        "obligations": rows,
        "settled": sum(1 for row in rows if row["state"] != Progress.TODO),
    }


def _open_forms(rows: list[dict[str, Any]], followed: set[str], refused: dict[str, ObligationForm]) -> None:
    """A form for the row that is being followed alone: some thirty of them would be most of the page."""
    for row in rows:
        if row["id"] in refused:
            row |= {"form": refused[row["id"]], "is_refused": True}
        elif row["id"] in followed:
            row["form"] = ObligationForm(prefix=row["id"], initial=_initial(row["state"], row["marked"]))


def _initial(state: Progress, marked: ObligationState | None) -> dict[str, Any]:
    told = {"note": marked.note, "due_on": marked.due_on} if marked else {}
    return {"state": state.value, **told}


def _obligation(row: duties.DueObligation, marked: ObligationState | None) -> dict[str, Any]:
    state = Progress(marked.state) if marked else Progress.TODO
    return {
        "id": row.id,
        "duty": row.obligation,
        "article": cite(row.obligation.article),
        "since": _since(row.applies_from, row.in_force),
        "in_force": row.in_force,
        "state": state,
        "badge": OBLIGATION_STATES[state.value],
        "marked": marked,
        "form": None,
        "is_refused": False,
    }


def _since(day: dt.date, in_force: bool) -> str:
    """« depuis le 2 février 2025 », « à partir du 2 décembre 2027 »."""
    month = wording.MONTHS[wording.language()][day.month - 1]
    first = _("1er") if day.day == 1 else str(day.day)
    written = f"{first} {month} {day.year}"
    return (_("depuis le %(day)s") if in_force else _("à partir du %(day)s")) % {"day": written}


def _plans(use_case: UseCase) -> list[dict[str, Any]]:
    """Each plan with the question « puis-je envoyer ? » already filled in."""
    links = use_case.plan_links.current().select_related("plan__tool").order_by("plan__tool__name", "pk")
    asked = [("level", level) for level in use_case.data_levels]
    bound = [("client", use_case.client.slug)] if use_case.client else []
    bound += [("project", use_case.project.slug)] if use_case.project else []
    return [
        {
            "plan": link.plan,
            "query": urlencode([*asked, ("plan", link.plan.slug), *bound]),
        }
        for link in links
    ]


def _version(version: Classification) -> dict[str, Any]:
    return {"row": version, "tier": TIERS[version.outcome], "article": cite(version.article)}


def _event(row: Row) -> dict[str, str]:
    """One line of the history: the deed and which fields it touched, never their values."""
    fields = ", ".join(dict.fromkeys(change.field for change in row.changes))
    told = fields if row.event.name == "use_case.edited" else ""
    return {
        "tone": row.tone,
        "icon": row.icon,
        "title": row.sentence,
        "text": told,
        "meta": wording.moment(row.at),
    }
