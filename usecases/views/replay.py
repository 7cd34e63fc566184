"""Law replay: what another ruleset would change in the register, rule by rule; looking writes nothing."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from compliance.ai_act.replay import Difference
from compliance.ai_act.ruleset import latest
from compliance.ai_act.shapes import Ruleset
from compliance.rulesets import versions
from etech_ai import web, wording
from etech_ai.badges import TIERS
from etech_ai.verdicts import Refused
from people.access import Permission
from people.decorators import requires
from usecases.models import UseCase
from usecases.services import replays
from usecases.services.replays import Replayed
from usecases.views.citations import cite, cited_trace

SHOWN = 200


@requires(Permission.CLASSIFY_ANY_USE_CASE)
@require_safe
def replay(request: web.HtmxRequest) -> HttpResponse:
    """`?version=` names the ruleset; an unknown one says which exist. The rules in force may be adopted once
    what that changes has been looked at."""
    rules = latest()
    context: dict[str, Any] = {
        "versions": versions(replays.FAMILY)[::-1],
        "current": rules,
        "adoption": replays.adoption_of(rules.version),
        "outdated": replays.outdated().count(),
    }
    version, status = request.GET.get("version", ""), 200
    if version:
        try:
            context |= _result(replays.named(version), request)
        except Refused as refusal:
            context |= {"refused": str(refusal)}
            status = 422
    context["chosen"] = version or rules.version
    return web.render_page(request, "usecases/replay_page.html", context, status=status)


@requires(Permission.CLASSIFY_ANY_USE_CASE)
@require_POST
def replay_adopt(request: web.HtmxRequest) -> HttpResponse:
    """Keep the results that the rules in force do not change; the others are to classify again."""
    try:
        done = replays.adopt(by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return web.see_other(reverse("usecases:replay"))
    kept = ngettext("%(n)s classement repris.", "%(n)s classements repris.", done.kept) % {"n": done.kept}
    again = ngettext("%(n)s à refaire.", "%(n)s à refaire.", done.reopened) % {"n": done.reopened}
    messages.success(request, f"{_('Règles %(v)s adoptées.') % {'v': done.version}} {kept} {again}")
    return web.see_other(reverse("usecases:replay"))


@requires(Permission.CLASSIFY_ANY_USE_CASE)  # type: ignore[arg-type]
@require_safe
def replay_export(request: web.HtmxRequest, form: str) -> HttpResponseBase:
    """What `?version=` changes, a line for each use case that it changes; unknown: 422 with a sentence."""
    try:
        rules = replays.named(request.GET.get("version") or latest().version)
    except Refused as refusal:
        return HttpResponse(str(refusal), status=422, content_type="text/plain; charset=utf-8")
    head = [_("Référence"), _("Cas d’usage"), _("Porteur"), _("Avant"), _("Après"), _("Ce qui s’ajoute")]
    head += [_("Ce qui s’en va"), _("Dates changées"), _("Règle par règle")]
    found = replays.replayed(rules, of=UseCase.objects.visible_to(request.user))
    rows = (_cells(_row(item, rules)) for item in found if not item.difference.is_same)
    return web.download(form, f"{_('rejeu')}-{rules.version}", head, rows)


def _cells(row: dict[str, Any]) -> list[str]:
    """One line of the page as text."""
    between = _(" ; ")
    moves = [
        f"{_said(line['duty']['duty'])} {line['move'].before} → {line['move'].after}" for line in row["moved"]
    ]
    rules = [f"+ {line['because']}" for line in row["rules_gained"]]
    rules += [f"− {line['because']}" for line in row["rules_lost"]]
    return [
        row["use_case"].reference,
        row["use_case"].title,
        row["use_case"].owner.full_name,
        _(row["before"].label) if row["before"] else row["refused"],
        _(row["after"].label) if row["after"] else row["refused"],
        between.join(map(_said, [*row["flags_gained"], *(line["duty"] for line in row["gained"])])),
        between.join(map(_said, [*row["flags_lost"], *(line["duty"] for line in row["lost"])])),
        between.join(moves),
        between.join(rules),
    ]


def _said(item: Any) -> str:
    return getattr(item, wording.language())


def _result(rules: Ruleset, request: web.HtmxRequest) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    rows: list[dict[str, Any]] = []
    for item in replays.replayed(rules, of=UseCase.objects.visible_to(request.user)):
        counts.update(_kinds(item.difference))
        if not item.difference.is_same and len(rows) < SHOWN:
            rows.append(_row(item, rules))
    return {"rules": rules, "counts": counts, "rows": rows, "shown": SHOWN}


def _kinds(found: Difference) -> list[str]:
    if found.refused:
        return ["total", "changed", "refused"]
    told = {
        "outcome": found.outcome_changes,
        "flags": bool(found.flags_gained or found.flags_lost),
        "obligations": bool(found.obligations_gained or found.obligations_lost),
        "dates": bool(found.moved),
    }
    kinds = [name for name, holds in told.items() if holds]
    return ["total", "changed", *kinds] if kinds else ["total", "same"]


def _row(item: Replayed, rules: Ruleset) -> dict[str, Any]:
    found = item.difference
    old = replays.named(item.classification.ruleset_version)
    return {
        "use_case": item.use_case,
        "from": old.version,
        "before": TIERS[found.before.outcome] if found.before else None,
        "after": TIERS[found.after.outcome] if found.after else None,
        "refused": found.refused,
        "gained": [_duty(rules, name) for name in found.obligations_gained],
        "lost": [_duty(old, name) for name in found.obligations_lost],
        "flags_gained": [rules.flags[name] for name in found.flags_gained],
        "flags_lost": [old.flags[name] for name in found.flags_lost],
        "moved": [{"duty": _duty(rules, move.obligation), "move": move} for move in found.moved],
        "rules_gained": cited_trace(found.reasons_gained),
        "rules_lost": cited_trace(found.reasons_lost),
    }


def _duty(rules: Ruleset, name: str) -> dict[str, Any]:
    duty = rules.obligations[name]
    return {"duty": duty, "article": cite(duty.article)}
