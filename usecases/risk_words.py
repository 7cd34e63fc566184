"""The words of risks: the twelve of NIST AI 600-1, degrees, states, and the bias questions. Pure.

NIST AI 600-1 (July 2024) is guidance, not law; names in French are ours, the English ones are NIST's. The
bias questions follow Art. 10(2)(f)-(g) and 26(4) of the AI Act and Art. L1132-1 of the Code du travail.
"""

from etech_ai.enums import Labelled, gettext_noop


class GenerativeRisk(Labelled):
    """The twelve risks of generative AI, in the order of NIST AI 600-1, section 2."""

    CBRN = "cbrn", gettext_noop("Informations NRBC")
    CONFABULATION = "confabulation", gettext_noop("Confabulation")
    VIOLENT = "violent", gettext_noop("Contenu dangereux, violent ou haineux")
    PRIVACY = "privacy", gettext_noop("Vie privée")
    ENVIRONMENT = "environment", gettext_noop("Environnement")
    BIAS = "bias", gettext_noop("Biais et uniformisation")
    HUMAN_AI = "human_ai", gettext_noop("Relation humain-IA")
    INTEGRITY = "integrity", gettext_noop("Intégrité de l’information")
    SECURITY = "security", gettext_noop("Sécurité de l’information")
    PROPERTY = "property", gettext_noop("Propriété intellectuelle")
    ABUSIVE = "abusive", gettext_noop("Contenu obscène, dégradant ou abusif")
    SUPPLY = "supply", gettext_noop("Chaîne de valeur et composants")


class Degree(Labelled):
    """How likely, or how bad."""

    LOW = "low", gettext_noop("Faible")
    MEDIUM = "medium", gettext_noop("Moyen")
    HIGH = "high", gettext_noop("Fort")


class RiskState(Labelled):
    """Where a risk stands."""

    OPEN = "open", gettext_noop("À traiter")
    TREATED = "treated", gettext_noop("Traité")
    ACCEPTED = "accepted", gettext_noop("Accepté")


class BiasAnswer(Labelled):
    """« Je ne sais pas » is an answer, and keeps the question open."""

    YES = "yes", gettext_noop("Oui")
    NO = "no", gettext_noop("Non")
    UNSURE = "unsure", gettext_noop("Je ne sais pas")


BIAS_QUESTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "data",
        gettext_noop("Les données d’entrée représentent-elles les personnes concernées\u00a0?"),
        "Art. 10(2)(f), 26(4)",
    ),
    (
        "tested",
        gettext_noop("Les résultats ont-ils été comparés entre groupes de personnes\u00a0?"),
        "Art. 10(2)(f)-(g)",
    ),
    (
        "proxies",
        gettext_noop(
            "A-t-on cherché des critères qui trahissent l’origine, le sexe, l’âge ou la santé\u00a0?"
        ),
        "Code du travail, L1132-1",
    ),
    (
        "human",
        gettext_noop(
            "Une personne formée peut-elle écarter un résultat avant qu’il produise ses effets\u00a0?"
        ),
        "Art. 14, 26(2)",
    ),
    (
        "contest",
        gettext_noop("Les personnes concernées sont-elles informées et peuvent-elles contester\u00a0?"),
        "Art. 26(7), 26(11)\u00a0; RGPD art. 22",
    ),
)
"""(id, question, article): asked when people are affected."""

ARE_AFFECTED = frozenset({"profiling", "workplace", "fria", "annex_iii"})
"""Flags of a classification that say that people are affected, beside personal data."""


def open_questions(answers: dict[str, str]) -> list[str]:
    """The bias questions whose answer is not a yes: each one is work left to do."""
    return [name for name, _, _ in BIAS_QUESTIONS if answers.get(name) != BiasAnswer.YES]
