"""The words of the register: objectives, states, frequencies. Pure."""

from etech_ai.enums import Labelled, gettext_noop


class Objective(Labelled):
    """Whom the use serves."""

    INTERNAL = "internal", gettext_noop("Interne")
    CLIENT = "client", gettext_noop("Pour un client")
    BOTH = "both", gettext_noop("Interne et client")


class Phase(Labelled):
    """How far the use itself has come, as its owner declares it."""

    IDEA = "idea", gettext_noop("Idée")
    PILOT = "pilot", gettext_noop("Pilote")
    LIVE = "live", gettext_noop("En service")


class UseCaseStatus(Labelled):
    """What was last written of a use case; `validated` and `refused` when its request is decided."""

    DRAFT = "draft", gettext_noop("Brouillon")
    CLASSIFIED = "classified", gettext_noop("Classé, à valider")
    VALIDATED = "validated", gettext_noop("Validé")
    REFUSED = "refused", gettext_noop("Validation refusée")
    RETIRED = "retired", gettext_noop("Arrêté")


class Standing(Labelled):
    """What that comes to today: a validation does not outlive its classification, a prohibited use has none
    to wait for. Screens, lists, exports, the API and dossiers say this, and never the bare status."""

    DRAFT = "draft", gettext_noop("Brouillon")
    CLASSIFIED = "classified", gettext_noop("Classé, à valider")
    VALIDATED = "validated", gettext_noop("Validé")
    LAPSED = "lapsed", gettext_noop("Validation caduque")
    REFUSED = "refused", gettext_noop("Validation refusée")
    BLOCKED = "blocked", gettext_noop("Bloqué")
    RETIRED = "retired", gettext_noop("Arrêté")


class Frequency(Labelled):
    """How often the use happens, as its owner declares it."""

    DAILY = "daily", gettext_noop("Chaque jour")
    WEEKLY = "weekly", gettext_noop("Chaque semaine")
    MONTHLY = "monthly", gettext_noop("Chaque mois")
    OCCASIONAL = "occasional", gettext_noop("De temps en temps")


class Progress(Labelled):
    """How far an obligation is met; an obligation that nobody marked is to do."""

    TODO = "todo", gettext_noop("À faire")
    DONE = "done", gettext_noop("Remplie")
    NOT_APPLICABLE = "not_applicable", gettext_noop("Sans objet")
    WAIVED = "waived", gettext_noop("Écartée")


class ProofKind(Labelled):
    """What shows that an obligation is met."""

    FILE = "file", gettext_noop("Fichier")
    LINK = "link", gettext_noop("Lien")
    NOTE = "note", gettext_noop("Note")


class AgendaKind(Labelled):
    """What a line of the calendar asks for."""

    OBLIGATION = "obligation", gettext_noop("Obligation")
    REVIEW = "review", gettext_noop("Classement à refaire")
    RISK = "risk", gettext_noop("Risque à revoir")
    BIAS = "bias", gettext_noop("Biais à revoir")


class ImportAction(Labelled):
    """What a row of an imported file does."""

    DECLARE = "declare", gettext_noop("À déclarer")
    CHANGE = "change", gettext_noop("À modifier")
    LEAVE = "leave", gettext_noop("Inchangé")
    ERROR = "error", gettext_noop("En erreur")
