"""Which facts of an approval matter, declared field by field: a change that matters reopens the approval.

Pure: no Django. The facts are those that `checks.facts` reads and `kinds.digest` seals.

    differences(sealed, found) -> (Difference("plan.region", "eea", "other", is_material=True), …)
    holds(sealed, found)       -> whether nothing that matters has changed
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from approvals.kinds import YEARLY_THRESHOLD_MINOR
from catalog.enums import DataLevel
from etech_ai.enums import gettext_noop

DEARER_PERCENT = 10
"""A yearly price may rise by so much before anybody is asked again."""

Rule = Callable[[Any, Any], bool]


def changed(before: Any, after: Any) -> bool:
    """Every change matters."""
    return bool(before != after)


def never(before: Any, after: Any) -> bool:
    """No change matters."""
    return False


def lost(before: Any, after: Any) -> bool:
    """A list matters once something has gone from it."""
    return bool(set(before or ()) - set(after or ()))


def lowered(before: Any, after: Any) -> bool:
    """A data level matters once it is lower, or no longer known."""
    return _rank(after) < _rank(before)


def dearer(before: Any, after: Any) -> bool:
    """A yearly price matters once it has risen by more than a tenth, or past the direction's threshold."""
    old, new = before or 0, after or 0
    return new * 100 > old * (100 + DEARER_PERCENT) or old <= YEARLY_THRESHOLD_MINOR < new


def _rank(level: Any) -> int:
    return DataLevel(level).rank if level else -1


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of the facts: what it is called, when its change matters, and why."""

    path: str
    label: str
    matters: Rule
    reason: str


SAME_REQUEST = gettext_noop("C’est la demande elle-même : elle ne change pas après l’accord.")
SAME_TARGET = gettext_noop("Ce nom désigne la cible ; il ne dit rien d’elle.")
IN_YEARLY_PRICE = gettext_noop("Le coût annuel en juge, toutes périodes comprises.")

_TABLE = (
    Fact("kind", gettext_noop("Type de demande"), never, SAME_REQUEST),
    Fact("data_levels", gettext_noop("Données de la demande"), never, SAME_REQUEST),
    Fact("conditions", gettext_noop("Conditions levées"), never, SAME_REQUEST),
    Fact("proposed.name", gettext_noop("Outil proposé"), never, SAME_REQUEST),
    Fact("proposed.vendor", gettext_noop("Éditeur proposé"), never, SAME_REQUEST),
    Fact("proposed.url", gettext_noop("Adresse de l’outil"), never, SAME_REQUEST),
    Fact("key.environment", gettext_noop("Environnement de la clé"), never, SAME_REQUEST),
    Fact("key.scopes", gettext_noop("Droits de la clé"), never, SAME_REQUEST),
    Fact("key.cap_minor", gettext_noop("Plafond mensuel"), never, SAME_REQUEST),
    Fact("key.currency", gettext_noop("Devise du plafond"), never, SAME_REQUEST),
    Fact("key.from_minor", gettext_noop("Plafond d’avant"), never, SAME_REQUEST),
    Fact("plan.slug", gettext_noop("Offre"), never, SAME_TARGET),
    Fact(
        "plan.decision", gettext_noop("Décision sur l’outil"), changed,
        gettext_noop("L’accord suppose un outil que la maison admet."),
    ),
    Fact(
        "plan.region", gettext_noop("Région de traitement"), changed,
        gettext_noop("Un autre lieu de traitement appelle d’autres garanties (RGPD, chap. V)."),
    ),
    Fact(
        "plan.retention_days", gettext_noop("Conservation, en jours"), changed,
        gettext_noop("La durée de conservation fait partie de ce qui a été accepté."),
    ),
    Fact(
        "plan.retention_note", gettext_noop("Note sur la conservation"), never,
        gettext_noop("Une note précise ; la durée a son propre champ."),
    ),
    Fact(
        "plan.trains_on_data", gettext_noop("Entraînement sur les données"), changed,
        gettext_noop("Ce que l’éditeur fait des données change ce qu’on peut lui confier."),
    ),
    Fact(
        "plan.has_sso", gettext_noop("Connexion unique"), changed,
        gettext_noop("Sans connexion unique, un départ ne ferme plus l’accès."),
    ),
    Fact(
        "plan.tool_class", gettext_noop("Classe de l’offre"), changed,
        gettext_noop("La classe résume les preuves sur lesquelles l’accord repose."),
    ),
    Fact(
        "plan.highest_level", gettext_noop("Données jusqu’à"), lowered,
        gettext_noop("Un niveau plus bas retire des usages acceptés ; un niveau plus haut n’enlève rien."),
    ),
    Fact(
        "plan.pricing", gettext_noop("Tarification"), changed,
        gettext_noop("Passer d’un siège à l’usage change ce que la maison s’engage à payer."),
    ),
    Fact("plan.price_minor", gettext_noop("Prix"), never, IN_YEARLY_PRICE),
    Fact("plan.period", gettext_noop("Période du prix"), never, IN_YEARLY_PRICE),
    Fact(
        "plan.currency", gettext_noop("Devise"), changed,
        gettext_noop("Deux montants ne se comparent pas d’une devise à l’autre."),
    ),
    Fact(
        "plan.yearly_minor", gettext_noop("Coût annuel"), dearer,
        gettext_noop("Plus de 10 %, ou le seuil de la direction franchi : à décider à nouveau."),
    ),
    Fact("use_case.reference", gettext_noop("Cas d’usage"), never, SAME_TARGET),
    Fact(
        "use_case.outcome", gettext_noop("Niveau de risque"), changed,
        gettext_noop("Le niveau dit qui décide et quelles obligations suivent (règlement IA)."),
    ),
    Fact(
        "use_case.ruleset_version", gettext_noop("Version des règles"), never,
        gettext_noop("Une nouvelle version ne compte que si elle change le niveau de risque."),
    ),
    Fact(
        "use_case.objective", gettext_noop("Objectif"), changed,
        gettext_noop("Un autre objectif est un autre usage."),
    ),
    Fact(
        "use_case.purpose", gettext_noop("Finalité"), changed,
        gettext_noop("La finalité est ce qui a été validé (règlement IA, art. 3, 12)."),
    ),
    Fact(
        "use_case.data_levels", gettext_noop("Données du cas d’usage"), changed,
        gettext_noop("D’autres données appellent d’autres règles."),
    ),
    Fact(
        "use_case.plans", gettext_noop("Outils du cas d’usage"), changed,
        gettext_noop("L’usage a été validé avec ces outils."),
    ),
    Fact(
        "client.ai_policy", gettext_noop("Position du client sur l’IA"), changed,
        gettext_noop("Le client dit s’il accepte l’IA sur ses données."),
    ),
    Fact(
        "client.clauses", gettext_noop("Clauses du client"), changed,
        gettext_noop("Une clause ajoutée ou retirée change ce qui nous lie."),
    ),
    Fact(
        "client.consents", gettext_noop("Accords du client"), lost,
        gettext_noop("Un accord retiré ou échu ne couvre plus l’usage ; un accord de plus n’enlève rien."),
    ),
)  # fmt: skip

FACTS: dict[str, Fact] = {fact.path: fact for fact in _TABLE}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs between the facts that were approved and those of today."""

    path: str
    before: Any
    after: Any
    is_material: bool


def flat(facts: Mapping[str, Any]) -> dict[str, Any]:
    """{"kind": …, "plan.region": …}: the facts by the path under which they are declared."""
    found: dict[str, Any] = {}
    for name, value in facts.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{inner}": given for inner, given in value.items()}
        else:
            found[name] = value
    return found


def differences(sealed: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What differs, what matters first, in the order of the table. A field that nobody declared matters."""
    old, new = flat(sealed), flat(found)
    order = [path for path in FACTS if path in old or path in new]
    order += sorted((old.keys() | new.keys()) - FACTS.keys())
    told = [
        _difference(path, old.get(path), new.get(path)) for path in order if old.get(path) != new.get(path)
    ]
    return tuple(sorted(told, key=lambda one: not one.is_material))


def holds(sealed: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    """Whether an approval still rests on what it rested on, as far as it matters."""
    return sealed == found or not any(one.is_material for one in differences(sealed, found))


def _difference(path: str, before: Any, after: Any) -> Difference:
    rule = FACTS[path].matters if path in FACTS else changed
    return Difference(path, before, after, rule(before, after))
