"""The word, tone and icon of every state that the portal shows as a badge. Pure: no Django.

Colour never speaks alone: each state has a word and a drawing of its own (docs: the component gallery).
Labels are French msgids; they are translated where they are shown.
"""

from typing import NamedTuple

from etech_ai.enums import gettext_noop


class Badge(NamedTuple):
    """How one state looks: a tone of the theme, an icon of the sprite, a French word."""

    tone: str
    icon: str
    label: str


# The eight outcomes of the AI Act ruleset; the number of full bars grows with the risk.
TIERS: dict[str, Badge] = {
    "prohibited": Badge("danger", "tier-4", gettext_noop("Interdit")),
    "high_risk": Badge("high", "tier-3", gettext_noop("Haut risque")),
    "high_risk_exempted": Badge("caution", "tier-3-hollow", gettext_noop("Annexe III, exempté")),
    "transparency": Badge("caution", "tier-2", gettext_noop("Transparence")),
    "minimal": Badge("success", "tier-1", gettext_noop("Risque minimal")),
    "out_of_scope": Badge("neutral", "tier-0", gettext_noop("Hors champ")),
    "not_ai_system": Badge("neutral", "tier-0", gettext_noop("Pas un système d’IA")),
    "undetermined": Badge("info", "tier-open", gettext_noop("À compléter")),
}

DECISIONS: dict[str, Badge] = {
    "approved": Badge("success", "circle-check", gettext_noop("Approuvé")),
    "conditional": Badge("caution", "adjustments-check", gettext_noop("Sous conditions")),
    "evaluation": Badge("violet", "flask", gettext_noop("En évaluation")),
    "retiring": Badge("neutral", "clock-off", gettext_noop("En retrait")),
    "forbidden": Badge("danger", "ban", gettext_noop("Interdit")),
}

REQUEST_STATES: dict[str, Badge] = {
    "draft": Badge("neutral", "pencil", gettext_noop("Brouillon")),
    "waiting": Badge("info", "hourglass", gettext_noop("En attente")),
    "clarification": Badge("caution", "message-question", gettext_noop("Précision demandée")),
    "approved": Badge("success", "circle-check", gettext_noop("Approuvée")),
    "refused": Badge("danger", "circle-x", gettext_noop("Refusée")),
    "withdrawn": Badge("neutral", "circle-minus", gettext_noop("Annulée")),
}

USE_CASE_STATES: dict[str, Badge] = {
    "draft": Badge("neutral", "pencil", gettext_noop("Brouillon")),
    "classified": Badge("info", "hourglass", gettext_noop("Classé, à valider")),
    "validated": Badge("success", "circle-check", gettext_noop("Validé")),
    "lapsed": Badge("caution", "clock-exclamation", gettext_noop("Validation caduque")),
    "refused": Badge("danger", "circle-x", gettext_noop("Validation refusée")),
    "blocked": Badge("danger", "ban", gettext_noop("Bloqué")),
    "retired": Badge("neutral", "clock-off", gettext_noop("Arrêté")),
}

PERSON_STATES: dict[str, Badge] = {
    "pending": Badge("caution", "hourglass", gettext_noop("En attente d’admission")),
    "active": Badge("success", "circle-check", gettext_noop("Active")),
    "left": Badge("neutral", "circle-minus", gettext_noop("Partie")),
}

OBLIGATION_STATES: dict[str, Badge] = {
    "todo": Badge("caution", "circle", gettext_noop("À faire")),
    "done": Badge("success", "circle-check", gettext_noop("Remplie")),
    "not_applicable": Badge("neutral", "minus", gettext_noop("Sans objet")),
    "waived": Badge("neutral", "circle-minus", gettext_noop("Écartée")),
}

DECISION_RECORD_STATES: dict[str, Badge] = {
    "open": Badge("caution", "circle-dashed", gettext_noop("À trancher")),
    "decided": Badge("success", "circle-check", gettext_noop("Tranchée")),
}

DOSSIER_STATES: dict[str, Badge] = {
    "queued": Badge("info", "hourglass", gettext_noop("En préparation")),
    "sealed": Badge("success", "lock", gettext_noop("Scellé")),
    "failed": Badge("danger", "alert-circle", gettext_noop("Échoué")),
    "abandoned": Badge("neutral", "circle-minus", gettext_noop("Arrêté")),
}

# What reading a sealed file again found.
INTEGRITY_STATES: dict[str, Badge] = {
    "intact": Badge("success", "shield-check", gettext_noop("Intact")),
    "altered": Badge("danger", "shield-x", gettext_noop("Fichier différent")),
    "missing": Badge("danger", "shield-x", gettext_noop("Fichier absent")),
    "never": Badge("neutral", "hourglass", gettext_noop("Pas encore contrôlé")),
}

CONNECTION_STATES: dict[str, Badge] = {
    "never_run": Badge("neutral", "hourglass", gettext_noop("Pas encore relevé")),
    "ok": Badge("success", "circle-check", gettext_noop("En ordre")),
    "degraded": Badge("caution", "alert-triangle", gettext_noop("Perturbé")),
    "failing": Badge("danger", "plug-connected-x", gettext_noop("En panne")),
    "action_needed": Badge("danger", "alert-circle", gettext_noop("Action requise")),
    "paused": Badge("neutral", "player-pause", gettext_noop("En pause")),
}

RUN_STATES: dict[str, Badge] = {
    "running": Badge("info", "loader-2", gettext_noop("En cours")),
    "done": Badge("success", "circle-check", gettext_noop("Appliqué")),
    "failed": Badge("danger", "alert-circle", gettext_noop("Échoué")),
    "needs_review": Badge("caution", "alert-triangle", gettext_noop("Retenu, à confirmer")),
    "dry_run": Badge("violet", "flask", gettext_noop("Essai à blanc")),
    "dismissed": Badge("neutral", "circle-minus", gettext_noop("Écarté")),
    "abandoned": Badge("neutral", "clock-off", gettext_noop("Abandonné")),
}

# What a data answer says; `conditions` is a yes under conditions that are still to be met.
DATA_VERDICTS: dict[str, Badge] = {
    "allowed": Badge("success", "check", gettext_noop("Oui")),
    "conditions": Badge("caution", "alert-triangle", gettext_noop("Conditions")),
    "refused": Badge("danger", "x", gettext_noop("Non")),
    "forbidden": Badge("danger", "ban", gettext_noop("Interdit")),
}

# Families that `{% state_badge state "family" %}` knows.
FAMILIES: dict[str, dict[str, Badge]] = {
    "request": REQUEST_STATES,
    "usecase": USE_CASE_STATES,
    "person": PERSON_STATES,
    "obligation": OBLIGATION_STATES,
    "decision": DECISION_RECORD_STATES,
    "tool": DECISIONS,
    "dossier": DOSSIER_STATES,
    "integrity": INTEGRITY_STATES,
    "connection": CONNECTION_STATES,
    "run": RUN_STATES,
}

# The levels of the data ruleset that can be sent at all, from the mildest to the strictest; one bar each.
LEVELS: dict[str, str] = {
    "public": gettext_noop("Public"),
    "internal": gettext_noop("Interne"),
    "confidential": gettext_noop("Confidentiel Etech"),
    "client_confidential": gettext_noop("Confidentiel client"),
    "personal": gettext_noop("Données personnelles"),
    "special_category": gettext_noop("Données sensibles ou pénales"),
}
NO_LEVEL = gettext_noop("Aucune donnée")

AVATAR_TONES = ("info", "violet", "success", "high", "caution", "neutral")
