"""What the portal says to other programs: the events that a webhook may choose, and the forms of a message.

Pure. The names are those of the trail (`compliance/trail/phrases.py`), which is where they are read from.
"""

from enum import StrEnum

from etech_ai.enums import Labelled, gettext_noop

PING = "webhook.ping"


class Form(Labelled):
    """How a message is written."""

    JSON = "json", gettext_noop("JSON signé, pour un programme")
    SLACK = "slack", gettext_noop("Slack ou Mattermost")
    TEAMS = "teams", gettext_noop("Microsoft Teams (Workflows)")


class State(Labelled):
    """Whether a webhook is spoken to."""

    ACTIVE = "active", gettext_noop("Actif")
    PAUSED = "paused", gettext_noop("En pause")
    STOPPED = "stopped", gettext_noop("Arrêté après des échecs")


class DeliveryState(Labelled):
    """Where a message to a webhook stands."""

    WAITING = "waiting", gettext_noop("En attente")
    TAKEN = "taken", gettext_noop("Reçu")
    FAILED = "failed", gettext_noop("Échoué")


class Topic(StrEnum):
    """What an event is about, as receivers read it."""

    REQUEST = "request"
    TOOL = "tool"
    USE_CASE = "use_case"
    POLICY = "policy"
    RULES = "data_rules"
    DOSSIER = "dossier"


EVENTS: dict[str, tuple[Topic, str]] = {
    "request.submitted": (Topic.REQUEST, gettext_noop("Une demande est envoyée")),
    "request.approved": (Topic.REQUEST, gettext_noop("Une demande est approuvée")),
    "request.granted_by_rule": (Topic.REQUEST, gettext_noop("Une demande est accordée d’office")),
    "request.refused": (Topic.REQUEST, gettext_noop("Une demande est refusée")),
    "request.precision_asked": (Topic.REQUEST, gettext_noop("Une précision est demandée")),
    "request.access_opened": (Topic.REQUEST, gettext_noop("Un accès est ouvert")),
    "request.withdrawn": (Topic.REQUEST, gettext_noop("Une demande est annulée")),
    "tool.added": (Topic.TOOL, gettext_noop("Un outil entre au catalogue")),
    "tool.decided": (Topic.TOOL, gettext_noop("Un outil change de statut")),
    "use_case.declared": (Topic.USE_CASE, gettext_noop("Un cas d’usage est déclaré")),
    "use_case.classified": (Topic.USE_CASE, gettext_noop("Un cas d’usage est classé")),
    "use_case.retired": (Topic.USE_CASE, gettext_noop("Un cas d’usage est retiré")),
    "policy.published": (Topic.POLICY, gettext_noop("Une règle interne est publiée")),
    "rule_change.published": (Topic.RULES, gettext_noop("Les règles de données changent")),
    "dossier.sealed": (Topic.DOSSIER, gettext_noop("Un dossier est scellé")),
}
"""Event → what it is about, and what it says. A test holds every name against the phrases of the trail."""

SAYS_PING = gettext_noop("Ceci est un essai du portail IA d’Etech")


def sentence(event: str) -> str:
    """What an event says, as a French msgid."""
    return SAYS_PING if event == PING else EVENTS[event][1]


OUTCOMES: dict[str, str] = {
    "": gettext_noop("Pas encore envoyé"),
    "taken": gettext_noop("Reçu"),
    "refused": gettext_noop("Refusé par le destinataire"),
    "redirected": gettext_noop("Redirigé ailleurs : le portail ne suit jamais"),
    "no_answer": gettext_noop("Pas de réponse à temps"),
    "unreachable": gettext_noop("Injoignable : nom inconnu, connexion refusée ou coupée"),
    "bad_tls": gettext_noop("Certificat non valable : rien n’a été envoyé"),
    "forbidden_address": gettext_noop("Adresse privée ou réservée : rien n’a été envoyé"),
    "unreadable": gettext_noop("Le secret enregistré ne s’ouvre plus : recréez ce webhook"),
}
"""What came of a try, by `catalog.connectors.posting.Outcome`."""
