"""Plans: their facts, the proofs that they meet conditions, and the class that follows from them."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.enums import PlanCondition, ProofKind
from catalog.models import Plan, PlanEvidence, Tool
from catalog.permissions import can_edit_catalogue, can_record_evidence
from etech_ai import documents
from etech_ai.audit import recording as audit
from etech_ai.audit.actors import Actor
from etech_ai.jobs.queue import leave
from etech_ai.verdicts import Refused

EVIDENCE = "evidence"
"""The folder of kept documents."""


def add(tool: Tool, *, name: str, pricing: str, by: Any, slug: str = "", **facts: Any) -> Plan:
    """A new plan of a tool; facts that nobody has checked stay unknown. Raises Refused for a taken name."""
    can_edit_catalogue(by).enforce()
    plan = Plan(
        tool=tool, name=name.strip(), pricing=pricing, slug=slug or slugify(f"{tool.name} {name}"), **facts
    )
    if tool.plans.filter(name__iexact=plan.name).exists() or Plan.objects.filter(slug=plan.slug).exists():
        raise Refused(_("L’offre « %(name)s » existe déjà : corrigez sa fiche.") % {"name": plan.name})
    with audit.record("plan.added", by=by, on=plan):
        plan.save(force_insert=True)
    return plan


@transaction.atomic
def edit(plan: Plan, *, by: Any, **changes: Any) -> Plan:
    """Correct a plan's facts (never its class). Nothing is written when nothing differs."""
    can_edit_catalogue(by).enforce()
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    changed = {name: value for name, value in changes.items() if getattr(plan, name) != value}
    if not changed:
        return plan
    for name, value in changed.items():
        setattr(plan, name, value)
    with audit.record("plan.edited", by=by, on=plan):
        plan.save()
    return plan


@transaction.atomic
def record_evidence(
    plan: Plan,
    *,
    condition: str,
    kind: str,
    reference: str,
    proven_on: date,
    expires_on: date | None,
    by: Any,
    document: tuple[str, bytes] | None = None,
) -> PlanEvidence:
    """A dated proof on a plan's sheet; the rulebook recomputes the plan's class from a job left here.

    `document`: the name and the bytes of a file to keep. Raises Refused for an unknown condition, a proof
    without a reference, a link that is none, a file that is no document, or a proof that ends too early.
    """
    can_record_evidence(by).enforce()
    _check_proof(condition, reference, proven_on, expires_on)
    _check_link(kind, reference)
    evidence = PlanEvidence(
        plan=plan, condition=PlanCondition(condition), kind=ProofKind(kind), reference=reference.strip(),
        proven_on=proven_on, expires_on=expires_on, recorded_by=None if isinstance(by, Actor) else by,
    )  # fmt: skip
    if document:
        evidence.file_name, evidence.sha256, evidence.size = documents.keep(EVIDENCE, *document)
    with audit.record("plan.evidence_recorded", by=by, on=evidence):
        evidence.save(force_insert=True)
    subject, key = f"catalog.plan:{plan.pk}", f"class-of-plan:{plan.pk}:evidence:{evidence.pk}"
    leave("compliance.refresh_plan_class", subject=subject, key=key, payload={"plan": plan.pk})
    return evidence


@transaction.atomic
def set_class(plan: Plan, *, tool_class: str, valid_until: date | None, highest_level: str, by: Any) -> Plan:
    """Write down the class that the rulebook computed. Nothing is written when nothing differs."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    computed = (tool_class, valid_until, highest_level)
    if (plan.tool_class, plan.class_valid_until, plan.highest_level) == computed:
        return plan
    plan.tool_class, plan.class_valid_until, plan.highest_level = computed
    with audit.record("plan.class_set", by=by, on=plan):
        plan.save()
    return plan


def _check_link(kind: str, reference: str) -> None:
    if kind == ProofKind.LINK and urlsplit(reference.strip()).scheme not in ("https", "http"):
        raise Refused(_("Donnez une adresse complète, qui commence par https://."))


def _check_proof(condition: str, reference: str, proven_on: date, expires_on: date | None) -> None:
    if condition not in set(PlanCondition):
        raise Refused(
            _("« %(condition)s » n’est pas une condition d’offre : choisissez-en une de la liste.")
            % {"condition": condition}
        )
    if not reference.strip():
        raise Refused(_("Indiquez où se trouve la preuve : un fichier, un lien ou une clause."))
    if expires_on and expires_on < proven_on:
        raise Refused(_("La preuve expire avant sa date : corrigez l’une des deux dates."))
