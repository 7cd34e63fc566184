"""The pre-checks: what the floors below say of a proposal, each a Verdict with what to do about a no.

A blocking check stops the sending; a check that merely warns is shown to the decider.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals.checks.data import data_checks
from approvals.checks.held import access_not_held, exception_not_held, seat_not_held
from approvals.checks.keys import cap_given, cap_raised, key_in_use, key_not_held, priced_by_use
from approvals.checks.outcome import Check, failed, passed
from approvals.checks.proposal import Proposal, ask_of
from approvals.kinds import can_be_planned
from approvals.light_paths import LightPath, light_path
from approvals.models import Request, WaitingPlace
from approvals.models.request import RequestQuerySet
from approvals.workflow import Kind
from catalog.enums import ToolDecision
from catalog.models import Seat, Subscription, Tool
from compliance.models import PolicyVersion
from compliance.services import rules
from etech_ai import wording
from people.models import Training, TrainingCompletion
from usecases.vocabulary import UseCaseStatus

Rule = Callable[[Proposal, date], list[Check]]


def run(proposal: Proposal, today: date) -> list[Check]:
    """Every check that the kind asks for, those that block first."""
    found = [check for rule in RULES[proposal.kind] for check in rule(proposal, today)]
    return sorted(found, key=lambda check: check.rank)


def blocking(checks: list[Check]) -> list[Check]:
    """Those that stop the sending."""
    return [check for check in checks if check.stops]


def rule_for(proposal: Proposal, checks: list[Check]) -> LightPath | None:
    """The rule of the light path that grants the proposal at once, its checks being these."""
    return light_path(ask_of(proposal), {check.code: bool(check.verdict) for check in checks})


def _decision(proposal: Proposal, today: date) -> list[Check]:
    """What the house decided about the tool, and whether this plan is still offered."""
    plan = proposal.the_plan
    tool = plan.tool
    sheet = reverse("catalog:tool_sheet", args=[tool.slug])
    if not tool.may_be_asked_for:
        title = _("%(tool)s : %(decision)s") % {
            "tool": tool,
            "decision": _(ToolDecision(tool.decision).label),
        }
        reason = tool.decision_reason or _("Choisissez une alternative du catalogue.")
        return [failed("decision", title, reason, url=sheet, action=_("Voir la fiche de l’outil"))]
    if not plan.is_offered:
        reason = _("Cette offre n’est plus proposée : choisissez une autre offre du même outil.")
        return [failed("decision", _("Offre retirée"), reason, url=sheet, action=_("Voir les offres"))]
    if tool.decision == ToolDecision.CONDITIONAL:
        return [passed("conditions", _("Outil autorisé sous conditions"), tool.decision_reason)]
    return [passed("decision", _("Outil approuvé"), tool.decision_reason)]


def _free_seat(proposal: Proposal, today: date) -> list[Check]:
    """A missing seat does not stop the request: deciders see it, and the last approval needs one."""
    if proposal.extends:
        return _kept_seat(proposal)
    current = Subscription.objects.current(today).filter(plan=proposal.plan).with_seats_held()
    free = [subscription.free_seats() for subscription in current]
    if not free:
        return [failed("seat", _("Aucun abonnement en cours"), _no_seat_yet(proposal), stops=False)]
    if None in free:
        return [passed("seat", _("Sièges sans plafond"), _("Aucun achat nécessaire"))]
    left = max(sum(seats or 0 for seats in free) - _in_line(proposal), 0)
    ceiling = sum(subscription.seat_ceiling or 0 for subscription in current)
    if left == 0:
        return [failed("seat", _("Aucun siège libre"), _no_seat_yet(proposal), stops=False)]
    title = ngettext("Un siège libre", "%(n)s sièges libres", left) % {"n": left}
    return [
        passed("seat", title, _("%(n)s sur %(all)s, aucun achat nécessaire") % {"n": left, "all": ceiling})
    ]


def _kept_seat(proposal: Proposal) -> list[Check]:
    """An extension needs no other seat than the one that is held."""
    held = Seat.objects.open().filter(holder=proposal.beneficiary, subscription__plan=proposal.plan)
    return [passed("seat", _("Siège déjà tenu"), _("Aucun achat nécessaire"))] if held.exists() else []


def _in_line(proposal: Proposal) -> int:
    """How many approvals wait for a seat of the plan already."""
    return WaitingPlace.objects.open().filter(plan=proposal.plan).count()


def _no_seat_yet(proposal: Proposal) -> str:
    text = _("La demande peut partir ; l’accord prendra la place n° %(n)s dans la file d’attente.")
    return text % {"n": _in_line(proposal) + 1}


def _policies(proposal: Proposal, today: date) -> list[Check]:
    """House policies are accepted before a tool is asked for."""
    due = list(PolicyVersion.objects.to_acknowledge(proposal.beneficiary, today).select_related("policy"))
    if not due:
        return [_accepted(today)]
    titles = ", ".join(_("« %(text)s »") % {"text": version.policy} for version in due)
    mine = proposal.beneficiary == proposal.requester
    text = (
        _("Lisez et acceptez %(titles)s, puis revenez ici.")
        if mine
        else _("Il lui reste à accepter %(titles)s.")
    )
    url = reverse("compliance:policy_list") if mine else ""
    action = _("Ouvrir les règles internes")
    return [
        failed("policy", _("Règles internes à accepter"), text % {"titles": titles}, url=url, action=action)
    ]


def _accepted(today: date) -> Check:
    """To have accepted the rules is more than to have none to accept."""
    if PolicyVersion.objects.in_force(today).filter(requires_acknowledgement=True).exists():
        return passed("policy", _("Règles internes acceptées"))
    return passed("no-policy", _("Aucune règle interne à accepter"))


def _trainings(proposal: Proposal, today: date) -> list[Check]:
    """Required training (AI literacy, art. 4) is said to the decider; it does not stop the sending."""
    valid = TrainingCompletion.objects.valid_on(today).filter(user=proposal.beneficiary)
    missing = list(Training.objects.required().exclude(pk__in=valid.values("training")).order_by("title"))
    if not missing and Training.objects.required().exists():
        return [passed("training", _("Formation à jour"))]
    if not missing:
        return [passed("no-training", _("Aucune formation obligatoire"))]
    titles = ", ".join(_("« %(text)s »") % {"text": training} for training in missing)
    reason = _("À suivre avant l’ouverture de l’accès : %(titles)s.") % {"titles": titles}
    return [failed("training", _("Formation à suivre"), reason, stops=False, citation="Art. 4")]


def twins_of(proposal: Proposal) -> RequestQuerySet:
    """Open requests for the same thing and the same person."""
    same = Request.objects.open().filter(kind=proposal.kind.value, beneficiary=proposal.beneficiary)
    if proposal.kind is Kind.NEW_TOOL:
        return same.filter(proposed_name__iexact=proposal.proposed_name.strip())
    if proposal.kind is Kind.DATA_EXCEPTION:
        return same.filter(plan=proposal.plan, project=proposal.project)
    if proposal.kind is Kind.API_KEY:
        return same.filter(plan=proposal.plan, environment=proposal.environment)
    if proposal.kind is Kind.QUOTA:
        return same.filter(api_key=proposal.api_key)
    return same.filter(plan=proposal.plan, use_case=proposal.use_case)


def _no_twin(proposal: Proposal, today: date) -> list[Check]:
    """One open request per kind, target and beneficiary."""
    twin = twins_of(proposal).first()
    if twin is None:
        return []
    reason = _("La demande %(reference)s est déjà en cours pour cette personne : suivez-la.")
    url = reverse("approvals:request_sheet", args=[twin.reference])
    return [
        failed("twin", _("Demande déjà en cours"), reason % {"reference": twin.reference}, url=url,
               action=_("Suivre %(reference)s") % {"reference": twin.reference})
    ]  # fmt: skip


def _classified(proposal: Proposal, today: date) -> list[Check]:
    """A use case is validated on a classification that is complete, allowed and fresh."""
    use_case = proposal.the_use_case
    url = reverse("usecases:questionnaire", args=[use_case.slug])
    planned = can_be_planned(ask_of(proposal))
    if not planned:
        action = "" if use_case.outcome == "prohibited" else _("Ouvrir le questionnaire")
        return [failed("classification", _("Pas de validation possible"), _(planned.reason),
                       url=url if action else "", action=action)]  # fmt: skip
    if use_case.stale_reasons(ruleset_version=rules.ai_act().version, today=today):
        reason = _("Le classement est à revoir : reclassez ce cas d’usage, puis demandez sa validation.")
        return [failed("classification", _("Classement à revoir"), reason, url=url, action=_("Reclasser"))]
    done_on = wording.day(use_case.classified_on)
    return [passed("classification", _("Classement complet"), _("Conclu le %(day)s") % {"day": done_on})]


def _not_validated(proposal: Proposal, today: date) -> list[Check]:
    status = proposal.the_use_case.status
    if status == UseCaseStatus.VALIDATED:
        return [
            failed(
                "validated", _("Déjà validé"), _("Ce cas d’usage est déjà validé : il n’y a rien à demander.")
            )
        ]
    if status == UseCaseStatus.RETIRED:
        return [failed("validated", _("Cas d’usage arrêté"), _("Déclarez un nouveau cas d’usage."))]
    return []


def _not_in_catalogue(proposal: Proposal, today: date) -> list[Check]:
    known = Tool.objects.filter(name__iexact=proposal.proposed_name.strip()).first()
    if known is None:
        return [passed("unknown", _("Pas encore au catalogue"))]
    reason = _("%(tool)s est au catalogue : demandez un accès depuis sa fiche.") % {"tool": known}
    url = reverse("catalog:tool_sheet", args=[known.slug])
    return [failed("unknown", _("Outil déjà au catalogue"), reason, url=url, action=_("Ouvrir la fiche"))]


def _nothing(proposal: Proposal, today: date) -> list[Check]:
    return []


_SEAT: tuple[Rule, ...] = (_decision, _no_twin, seat_not_held, _free_seat, _policies, _trainings, data_checks)
_ACCESS: tuple[Rule, ...] = (_decision, _no_twin, access_not_held, _policies, _trainings, data_checks)
_KEY: tuple[Rule, ...] = (
    _decision, priced_by_use, _no_twin, key_not_held, cap_given, _policies, _trainings, data_checks,
)  # fmt: skip
RULES: dict[Kind, tuple[Rule, ...]] = {
    Kind.LICENCE: _SEAT,
    Kind.TOOL_ACCESS: _ACCESS,
    Kind.NEW_TOOL: (_not_in_catalogue, _no_twin),
    Kind.USE_CASE: (_classified, _not_validated, _no_twin),
    Kind.DATA_EXCEPTION: (_decision, _no_twin, exception_not_held, data_checks),
    Kind.API_KEY: _KEY,
    Kind.QUOTA: (key_in_use, _no_twin, cap_raised, _policies),
    Kind.SEAT_REVIEW: (_no_twin,),
}


def as_json(checks: list[Check]) -> list[dict[str, Any]]:
    """The snapshot that is stored with the request."""
    return [check.as_json() for check in checks]
