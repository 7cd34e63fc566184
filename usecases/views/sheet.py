"""The sheet of a use case, and its previous classifications."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from compliance.ai_act import obligations as duties
from compliance.ai_act.ruleset import latest, load
from compliance.permissions import can_seal_dossier
from compliance.trail import Row, history
from etech_ai import web, wording
from etech_ai.badges import LEVELS, TIERS
from people.access import Permission
from people.decorators import open_to_staff
from usecases import checks, freshness, permissions, wizard
from usecases.models import (
    ApplicabilitySheet,
    Classification,
    ObligationProof,
    ObligationState,
    Risk,
    UseCase,
)
from usecases.risk_words import RiskState
from usecases.services import classification
from usecases.views.citations import cite, cited_trace
from usecases.views.duty_lines import duty_rows
from usecases.views.flag_lines import flag_lines
from usecases.vocabulary import Frequency, Objective, Progress, UseCaseStatus

ROLE_FLAGS = ("provider", "deployer", "distributor", "importer", "supplier")


@open_to_staff
@require_safe
def usecase_sheet(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """What the use is, what the regulation makes of it, and what is left to do."""
    found = UseCase.objects.visible_to(request.user).for_sheet().annotate(**_counted())
    return sheet_page(request, get_object_or_404(found, slug=slug))


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


def sheet_page(request: web.HtmxRequest, use_case: Any) -> HttpResponse:
    """The sheet of a use case read with what `_counted` adds."""
    today, user = timezone.localdate(), request.user
    versions = list(use_case.classifications.newest_first().select_related("classified_by"))
    newest = versions[0] if versions else None
    states = list(use_case.obligation_states.select_related("marked_by", "owner"))
    context: dict[str, Any] = {
        "use_case": use_case,
        "newest": newest,
        "stale": use_case.stale_reasons(ruleset_version=latest().version, today=today),
        "standing": use_case.standing(ruleset_version=latest().version, today=today),
        "frequency": Frequency(use_case.frequency).label if use_case.frequency else "",
        "objective": Objective(use_case.objective).label,
        "levels": [LEVELS.get(level, level) for level in use_case.data_levels],
        "plans": _plans(use_case),
        "versions": [_version(version) for version in versions],
        "log": [_event(row) for row in history(use_case, *states)],
        "can_edit": permissions.can_edit(user, use_case),
        "can_classify": permissions.can_classify(user, use_case),
        "can_retire": permissions.can_retire(user, use_case),
        "may_seal": can_seal_dossier(user),
        "reads_dossiers": use_case.owner_id == user.pk or user.may(Permission.READ_DOSSIERS),
        "can_ask_validation": permissions.can_ask_validation(user, use_case),
        "open_risks": use_case.open_risks,
        "signed_on": use_case.signed_on,
        "review_on": freshness.a_year_after(use_case.classified_on) if use_case.classified_on else None,
        **_open_draft(use_case),
    }
    if newest:
        proofs = use_case.proofs.standing().order_by("pk") if use_case.has_proofs else ()
        context |= _result(newest, states, proofs=proofs, today=today)
    return web.render_page(request, "usecases/sheet_page.html", context)


def _awaits_dpo(use_case: UseCase) -> bool:
    """Classified above minimal, and not validated yet; a prohibited use has nothing to wait for."""
    is_waiting = use_case.status == UseCaseStatus.CLASSIFIED and use_case.outcome != wizard.PROHIBITED
    return is_waiting and checks.needs_the_dpo(use_case.outcome)


def _counted() -> dict[str, Any]:
    """What the sheet says of its neighbours in one word each, read with the use case itself."""
    of_it = {"use_case": OuterRef("pk")}
    open_ones = Risk.objects.filter(state=RiskState.OPEN, **of_it).values("use_case")
    signed = ApplicabilitySheet.objects.filter(**of_it).newest_first().values("signed_on")
    return {
        "open_risks": Coalesce(Subquery(open_ones.annotate(number=Count("pk")).values("number")), 0),
        "signed_on": Subquery(signed[:1]),
        "has_proofs": Exists(ObligationProof.objects.standing().filter(**of_it)),
    }


def _open_draft(use_case: UseCase) -> dict[str, Any]:
    """The questionnaire under way: what is open, who helps. Nothing once classified, without a draft."""
    if use_case.is_retired or (use_case.outcome and not hasattr(use_case, "draft")):
        return {"sitting": None, "pending": [], "helpers": []}
    sitting = checks.sitting_of(use_case)
    pending = sitting.walk.pending
    helpers = classification.helpers(use_case) if pending else []
    return {"sitting": sitting, "pending": pending, "helpers": helpers}


def _result(
    newest: Classification,
    states: list[ObligationState],
    *,
    proofs: Iterable[ObligationProof],
    today: dt.date,
) -> dict[str, Any]:
    rules = load(newest.ruleset_version)
    flags = [rules.flags[name] for name in newest.flags if name in rules.flags]
    due = duties.due(rules, newest.obligations, newest.flags, today)
    rows = duty_rows(newest.use_case, due, states, today, proofs=proofs)
    return {
        "tier": TIERS[newest.outcome],
        "awaits_dpo": _awaits_dpo(newest.use_case),
        "outcome": rules.outcomes[newest.outcome],
        "article": cite(newest.article),
        "disclaimer": rules.disclaimer,
        "trace": cited_trace(newest.trace),
        "roles": [flag for flag in flags if flag.id in ROLE_FLAGS],
        "flags": flag_lines(rules, newest.flags, obligations=newest.obligations),
        "obligations": rows,
        "settled": sum(1 for row in rows if row["state"] != Progress.TODO),
    }


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
