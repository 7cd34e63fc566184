"""Clients' clauses: kept word for word, and turned into what the data engine understands."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from catalog.models import Plan, Tool, Vendor
from compliance import clause_conflicts
from compliance.clause_conflicts import Conflict, Term
from compliance.data_rules import ClientClause
from compliance.models import Clause, ClauseEffect
from compliance.models.clause import NEEDS_VALUE
from compliance.permissions import can_edit_client_rules
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import AiPolicy, Client, Project

HIDDEN = "clause"  # the rule id of a clause whose reference the reader may not know
BOUNDED_DAYS = 30  # what the ruleset's condition bounded_retention promises at most

# Effects that ask the same whatever the plan. The others look at it: see `judged`.
ASKS = {
    ClauseEffect.EU_ONLY: ("eu_residency",),
    ClauseEffect.NO_TRAINING: ("no_training",),
    ClauseEffect.PRIOR_NOTICE: ("client_consent",),
    ClauseEffect.DEDICATED_INSTANCE: ("self_hosted",),
    ClauseEffect.CERTIFICATION: ("trusted_hosting",),
}


@transaction.atomic
def add(
    client: Client, *, reference: str, passage: str, document: str, effect: str, by: Any,
    page: str = "", value: str = "", project: Project | None = None,
) -> Clause:  # fmt: skip
    """Record a passage of the client's contract and its effect; with `project`, for that project alone.

    Raises Refused without a passage, for a reference already in force, for a value the effect cannot use,
    for clauses that refer to each other in a circle, and for a project's clause that would loosen.
    """
    can_edit_client_rules(by).enforce()
    clause = Clause(
        client=client, project=project, reference=reference.strip(), passage=passage.strip(),
        document=document.strip(),
        page=page.strip(), effect=ClauseEffect(effect), value=checked_value(effect, value),
    )  # fmt: skip
    _check(clause)
    with audit.record("clause.added", by=by, on=clause):
        clause.save(force_insert=True)
    return clause


@transaction.atomic
def retire(clause: Clause, *, by: Any, today: date) -> Clause:
    """The clause no longer binds us from that day on (new contract, amendment)."""
    can_edit_client_rules(by).enforce()
    clause = Clause.objects.select_for_update().get(pk=clause.pk)
    if clause.retired_on:
        raise Refused(_("Cette clause est déjà retirée : aucune action n’est nécessaire."))
    clause.retired_on = today
    with audit.record("clause.retired", by=by, on=clause):
        clause.save()
    return clause


def engine_clauses(
    clauses: Iterable[Clause], plan: Plan | None, *, hidden: bool = False
) -> list[ClientClause]:
    """What these clauses mean for that plan, for the data engine. `hidden` keeps passages and references
    from a reader who may know the client but not its terms."""
    return [judged(clause, plan, hidden=hidden) for clause in clauses]


def judged(clause: Clause, plan: Plan | None, *, hidden: bool = False) -> ClientClause:
    """One clause for one plan. Without a plan nobody knows which tool it is: what bans some tools bans it."""
    effect = ClauseEffect(clause.effect)
    return ClientClause(
        reference=HIDDEN if hidden else clause.reference,
        passage=_("texte réservé") if hidden else clause.passage,
        forbids=_forbids(effect, clause, plan),
        adds_conditions=_asks(effect, clause, plan),
    )


def _forbids(effect: ClauseEffect, clause: Clause, plan: Plan | None) -> bool:
    if effect == ClauseEffect.FORBIDS_AI:
        return True
    if effect == ClauseEffect.FORBIDS_VENDOR:
        return plan is None or plan.tool.vendor.slug in clause.values
    if effect == ClauseEffect.NAMED_TOOLS_ONLY:
        return plan is None or plan.tool.slug not in clause.values
    return False


def _asks(effect: ClauseEffect, clause: Clause, plan: Plan | None) -> tuple[str, ...]:
    if effect == ClauseEffect.NAMED_TOOLS_ONLY:
        return () if _forbids(effect, clause, plan) else ("client_consent",)
    if effect == ClauseEffect.RETENTION_LIMIT:
        return (_retention_asked(int(clause.value), plan),)
    return ASKS.get(effect, ())


def _retention_asked(days: int, plan: Plan | None) -> str:
    """The ruleset knows « 30 days at most » and « none »; a shorter limit takes a plan that keeps less."""
    if days >= BOUNDED_DAYS:
        return "bounded_retention"
    known = None if plan is None else plan.retention_days
    return "bounded_retention" if known is not None and 0 < known <= days else "zero_retention"


def _check(clause: Clause) -> None:
    if not clause.reference or not clause.passage or not clause.document:
        raise Refused(_("Citez le passage mot pour mot, sa référence, son document."))
    if Clause.objects.filter(client=clause.client, reference=clause.reference, retired_on=None).exists():
        raise Refused(
            _("La clause « %(reference)s » est déjà enregistrée : retirez-la d’abord.")
            % {"reference": clause.reference}
        )

    in_force = list(clause.client.clauses.filter(retired_on=None).binding(clause.project))
    _check_circle(clause, in_force)
    if clause.project:
        _check_tightens(clause, in_force)


def _check_circle(clause: Clause, in_force: list[Clause]) -> None:
    for circle in clause_conflicts.circles(terms([*in_force, clause])):
        if clause.reference in circle:
            raise Refused(
                _("Ces clauses se renvoient l’une à l’autre : %(names)s. Citez le passage qui dit la règle.")
                % {"names": ", ".join(circle)}
            )


def _check_tightens(clause: Clause, in_force: list[Clause]) -> None:
    """A project inherits what binds its client; it may add to it, and never take from it."""
    if clause.project and clause.project.client_id != clause.client.pk:
        raise Refused(_("Ce projet n’est pas de ce client : choisissez l’un des siens."))
    for other in in_force:
        if other.project_id is None and loosens(clause, other):
            raise Refused(
                _("Un projet ne peut que durcir : cette clause est plus large que %(reference)s du client.")
                % {"reference": other.reference}
            )


def loosens(clause: Clause, inherited: Clause) -> bool:
    """Whether a project's clause would permit what the client's own clause does not."""
    effect, above = ClauseEffect(clause.effect), ClauseEffect(inherited.effect)
    if above == ClauseEffect.FORBIDS_AI:
        return effect in clause_conflicts.SUPPOSES_AI
    if effect == above == ClauseEffect.RETENTION_LIMIT:
        return int(clause.value) > int(inherited.value)
    if effect == above == ClauseEffect.NAMED_TOOLS_ONLY:
        return not set(clause.values) <= set(inherited.values)
    return (effect, above) == (ClauseEffect.REINVOICING_ALLOWED, ClauseEffect.REINVOICING_FORBIDDEN)


def terms(clauses: Iterable[Clause]) -> list[Term]:
    """These clauses as the comparison of contradictions sees them."""
    return [
        Term(clause.reference, clause.effect, tuple(sorted(clause.values)), clause.passage)
        for clause in clauses
    ]


def conflicts_of(
    client: Client, clauses: Iterable[Clause], *, consented: Collection[str] = ()
) -> tuple[Conflict, ...]:
    """What contradicts what among these clauses, the client's position and the tools it agreed to."""
    position = {AiPolicy.ACCEPTS.value: True, AiPolicy.FORBIDS.value: False}.get(client.ai_policy)
    spoken = terms(clauses)
    vendor_of = dict(Tool.objects.values_list("slug", "vendor__slug"))
    return clause_conflicts.conflicts(spoken, vendor_of=vendor_of, accepts=position, consented=consented)


def checked_value(effect: str, value: str) -> str:
    """The value in its stored form. Raises Refused when the effect needs one and cannot read it."""
    value = value.strip()
    if effect not in NEEDS_VALUE:
        return value
    if effect == ClauseEffect.RETENTION_LIMIT and not (value.isascii() and value.isdecimal()):
        raise Refused(_("Indiquez la durée de conservation en jours, par exemple 30, ou 0 pour aucune."))
    if effect == ClauseEffect.FORBIDS_VENDOR:
        return _known_slugs(value, Vendor, _("Éditeur inconnu du catalogue : %(slug)s."))
    if effect == ClauseEffect.NAMED_TOOLS_ONLY:
        return _known_slugs(value, Tool, _("Outil inconnu du catalogue : %(slug)s."))
    if not value:
        raise Refused(_("Précisez la certification demandée, par exemple « HDS »."))
    return value


def _known_slugs(value: str, model: Any, unknown: str) -> str:
    """The slugs of what was named, by slug or by name."""
    words = [part.strip() for part in value.split(",") if part.strip()]
    if not words:
        raise Refused(_("Nommez au moins un éditeur ou un outil du catalogue."))
    known = {word.casefold(): slug for slug, name in _named(model, words) for word in (slug, name)}
    for word in words:
        if word.casefold() not in known:
            raise Refused(unknown % {"slug": word})
    return ", ".join(dict.fromkeys(known[word.casefold()] for word in words))


def _named(model: Any, words: list[str]) -> Iterable[tuple[str, str]]:
    wanted = Q(slug__in=[word.lower() for word in words])
    for word in words:
        wanted |= Q(name__iexact=word)
    return model.objects.filter(wanted).values_list("slug", "name")
