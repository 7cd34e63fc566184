"""What the portal tells people: every event with its family, and what each family means to its reader.

Pure: no Django. The floors above name an event when they call `notifications.tell`; a test reads the source
and fails on one that is not declared here. Each person chooses a channel per family; some families carry
what the law or the security of the house wants known at once, and are always mailed.
"""

from dataclasses import dataclass

from etech_ai.enums import Labelled, gettext_noop


class Channel(Labelled):
    """How a person wants to be told."""

    MAIL = "mail", gettext_noop("Tout de suite, par courriel")
    DIGEST = "digest", gettext_noop("Dans le récapitulatif du jour")
    PORTAL = "portal", gettext_noop("Dans le portail seulement")


class Family(Labelled):
    """Events that a reader wants, or does not want, together."""

    TO_DECIDE = "to-decide", gettext_noop("À décider")
    DECIDED = "decided", gettext_noop("Mes demandes et mes accès")
    TALK = "talk", gettext_noop("Commentaires et mentions")
    REMINDERS = "reminders", gettext_noop("Rappels et retards")
    EXPIRIES = "expiries", gettext_noop("Fins de droits et de preuves")
    WATCH = "watch", gettext_noop("Veille")
    DOSSIERS = "dossiers", gettext_noop("Dossiers demandés")
    CONNECTIONS = "connections", gettext_noop("Connexions et webhooks")
    INCIDENTS = "incidents", gettext_noop("Usages interdits et incidents")
    INTEGRITY = "integrity", gettext_noop("Intégrité de la piste et des dossiers")
    SECURITY = "security", gettext_noop("Sécurité de mon compte et de mes droits")


@dataclass(frozen=True, slots=True)
class Manner:
    """What a family holds, how it comes unless its reader chose, and why nobody may silence it, if so."""

    holds: str
    icon: str
    default: Channel = Channel.MAIL
    always: str = ""


MANNERS: dict[Family, Manner] = {
    Family.TO_DECIDE: Manner(
        gettext_noop("Une demande ou un avis vous attend, ou ne vous attend plus."), icon="inbox"
    ),
    Family.DECIDED: Manner(
        gettext_noop("Une décision est prise, une précision est demandée, un accès s’ouvre ou se ferme."),
        icon="message-question",
    ),
    Family.TALK: Manner(
        gettext_noop("Quelqu’un écrit sur une demande qui vous concerne, ou vous nomme."), icon="message"
    ),
    Family.REMINDERS: Manner(gettext_noop("Une réponse ou une échéance tarde."), icon="hourglass"),
    Family.EXPIRIES: Manner(
        gettext_noop("Un accès, un accord, une dérogation ou une preuve arrive à sa fin."), icon="calendar"
    ),
    Family.WATCH: Manner(
        gettext_noop("Un changement de la loi ou d’un éditeur est à lire."),
        icon="eye",
        default=Channel.DIGEST,
    ),
    Family.DOSSIERS: Manner(
        gettext_noop("Un dossier que vous avez demandé est prêt, ou n’a pas pu l’être."),
        icon="file-certificate",
    ),
    Family.CONNECTIONS: Manner(
        gettext_noop("La lecture des données d’un éditeur, ou un webhook, attend votre action."),
        icon="plug-connected",
    ),
    Family.INCIDENTS: Manner(
        gettext_noop("Un usage est interdit, ou un incident vous concerne."),
        icon="urgent",
        always=gettext_noop("Le règlement IA demande d’agir sans attendre."),
    ),
    Family.INTEGRITY: Manner(
        gettext_noop("Une entrée de la piste ou un dossier scellé ne se vérifie plus."),
        icon="history",
        always=gettext_noop("Une preuve abîmée doit être connue le jour même."),
    ),
    Family.SECURITY: Manner(
        gettext_noop("Un rôle, un jeton d’accès ou un compte change."),
        icon="shield-lock",
        always=gettext_noop("C’est ainsi que vous découvrez un changement que vous n’avez pas fait."),
    ),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that can be told: its family, and its name for people."""

    family: Family
    label: str


EVENTS: dict[str, Event] = {
    "agenda.due": Event(Family.REMINDERS, gettext_noop("Des échéances approchent")),
    "api_key.opened": Event(Family.DECIDED, gettext_noop("Une clé d’API vous est accordée")),
    "api_token.created": Event(Family.SECURITY, gettext_noop("Un jeton d’accès est créé")),
    "connection.action_needed": Event(Family.CONNECTIONS, gettext_noop("Une connexion attend une action")),
    "connection.failing": Event(Family.CONNECTIONS, gettext_noop("Une connexion est en panne")),
    "consent.ends": Event(Family.EXPIRIES, gettext_noop("L’accord d’un client finit bientôt")),
    "dossier.checked_different": Event(Family.INTEGRITY, gettext_noop("Un dossier ne se vérifie plus")),
    "dossier.failed": Event(Family.DOSSIERS, gettext_noop("Un dossier n’a pas pu être produit")),
    "dossier.sealed": Event(Family.DOSSIERS, gettext_noop("Un dossier est prêt")),
    "exemption.ends": Event(Family.EXPIRIES, gettext_noop("Une dérogation finit bientôt")),
    "plan.class_expires": Event(Family.EXPIRIES, gettext_noop("Une preuve d’une offre expire bientôt")),
    "plan.class_fell": Event(Family.EXPIRIES, gettext_noop("Une offre a perdu sa classe")),
    "request.access_opened": Event(Family.DECIDED, gettext_noop("Un accès est ouvert")),
    "request.answered": Event(Family.TO_DECIDE, gettext_noop("La précision demandée est arrivée")),
    "request.commented": Event(Family.TALK, gettext_noop("Quelqu’un écrit sur une demande")),
    "request.mentioned": Event(Family.TALK, gettext_noop("Quelqu’un vous appelle sur une demande")),
    "request.decided": Event(Family.DECIDED, gettext_noop("Une demande est approuvée ou refusée")),
    "request.ended": Event(Family.EXPIRIES, gettext_noop("Ce qu’une demande accordait prend fin")),
    "request.overdue": Event(Family.REMINDERS, gettext_noop("Une réponse est en retard")),
    "request.passed_on": Event(Family.TO_DECIDE, gettext_noop("Une étape vous revient, en relais")),
    "request.precision_asked": Event(Family.DECIDED, gettext_noop("Une précision vous est demandée")),
    "request.reopened": Event(Family.TO_DECIDE, gettext_noop("Un fait sous un accord a changé")),
    "request.to_decide": Event(Family.TO_DECIDE, gettext_noop("Une demande est à décider")),
    "request.served": Event(Family.DECIDED, gettext_noop("Un siège attendu est attribué")),
    "request.waits": Event(Family.DECIDED, gettext_noop("Un accord attend un siège libre")),
    "request.withdrawn": Event(Family.TO_DECIDE, gettext_noop("Une demande à décider est annulée")),
    "role.confirmed": Event(Family.SECURITY, gettext_noop("Votre rôle est en vigueur")),
    "role.granted": Event(Family.SECURITY, gettext_noop("Un rôle attend votre confirmation")),
    "rule_change.awaits": Event(
        Family.TO_DECIDE, gettext_noop("Une modification des règles attend votre accord")
    ),
    "rule_change.published": Event(
        Family.WATCH, gettext_noop("Une modification des règles de données est publiée")
    ),
    "seat.assigned": Event(Family.DECIDED, gettext_noop("Un siège vous est attribué")),
    "seat.released": Event(Family.DECIDED, gettext_noop("Votre siège est repris")),
    "substitute.declared": Event(Family.TO_DECIDE, gettext_noop("Votre absence est notée")),
    "substitute.ended": Event(Family.TO_DECIDE, gettext_noop("Une absence est terminée")),
    "substitute.named": Event(Family.TO_DECIDE, gettext_noop("Vous remplacez une personne absente")),
    "trail.broken": Event(Family.INTEGRITY, gettext_noop("La piste d’audit ne se vérifie plus")),
    "use_case.awaits_opinion": Event(Family.TO_DECIDE, gettext_noop("Un cas d’usage attend votre avis")),
    "use_case.help_asked": Event(Family.TO_DECIDE, gettext_noop("Quelqu’un demande votre aide pour classer")),
    "use_case.prohibited": Event(Family.INCIDENTS, gettext_noop("Un usage est interdit")),
    "use_case.reopened": Event(Family.REMINDERS, gettext_noop("Vos classements sont à refaire")),
    "user.admitted": Event(Family.SECURITY, gettext_noop("Votre accès au portail est ouvert")),
    "user.registered": Event(Family.SECURITY, gettext_noop("Une personne attend d’être admise")),
    "watch.assigned": Event(Family.WATCH, gettext_noop("Une lecture vous est confiée")),
    "webhook.stopped": Event(Family.CONNECTIONS, gettext_noop("Un webhook est arrêté")),
    "watch.late": Event(Family.WATCH, gettext_noop("Une lecture est en retard")),
}


def family_of(event: str) -> Family | None:
    """The family of an event; None for one that is not declared, which then cannot be silenced."""
    return EVENTS[event].family if event in EVENTS else None


def names_in(family: Family) -> list[str]:
    """The names of a family's events."""
    return [name for name, event in EVENTS.items() if event.family is family]


def choosable() -> list[Family]:
    """The families whose channel is the reader's to choose, as the page lists them."""
    return [family for family in Family if not MANNERS[family].always]


def channel_for(event: str, chosen: dict[str, str]) -> Channel:
    """How an event reaches a reader with these choices (family → channel)."""
    family = family_of(event)
    if family is None or MANNERS[family].always:
        return Channel.MAIL
    return Channel(chosen.get(family, MANNERS[family].default))
