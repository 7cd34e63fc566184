"""What a text holds that should not leave: secrets, personal data and names of clients, found in memory and
nowhere kept.

    engine.screen(text, names=…) -> Screened      the findings in order, without overlaps, and their levels

The detectors are heavy to import, so `engine` is imported by whoever screens; this module holds the words.
Nothing found proves nothing: what is found adds levels, and never takes one away. Pure.
"""

from dataclasses import dataclass

from etech_ai.enums import Labelled, gettext_noop


class Kind(Labelled):
    """What was recognised. The order is that of precedence where two overlap."""

    KEY = "key", gettext_noop("Clé privée")
    TOKEN = "token", gettext_noop("Jeton ou clé d’accès")
    PASSWORD = "password", gettext_noop("Mot de passe")
    MARKING = "marking", gettext_noop("Mention de protection de l’État")
    IBAN = "iban", gettext_noop("IBAN")
    NIR = "nir", gettext_noop("Numéro de sécurité sociale")
    CARD = "card", gettext_noop("Carte bancaire")
    EMAIL = "email", gettext_noop("Adresse de courriel")
    SIRET = "siret", gettext_noop("SIRET")
    VAT = "vat", gettext_noop("Numéro de TVA")
    SIREN = "siren", gettext_noop("SIREN")
    PHONE = "phone", gettext_noop("Numéro de téléphone")
    DOCUMENT = "document", gettext_noop("Numéro de pièce d’identité")
    PLATE = "plate", gettext_noop("Plaque d’immatriculation")
    IP = "ip", gettext_noop("Adresse IP publique")
    BIRTH = "birth", gettext_noop("Date de naissance")
    POSTAL = "postal", gettext_noop("Adresse postale")
    SENSITIVE = "sensitive", gettext_noop("Donnée sensible ou pénale")
    CLIENT = "client", gettext_noop("Nom d’un client")
    PERSON = "person", gettext_noop("Nom d’une personne")
    ENTROPY = "entropy", gettext_noop("Suite aléatoire, peut-être un secret")


PRECEDENCE = {kind: rank for rank, kind in enumerate(Kind)}
LEVELS = {
    **dict.fromkeys((Kind.KEY, Kind.TOKEN, Kind.PASSWORD, Kind.MARKING, Kind.ENTROPY), "secret"),
    **dict.fromkeys((Kind.SENSITIVE, Kind.NIR, Kind.IBAN, Kind.CARD, Kind.DOCUMENT), "special_category"),
    **dict.fromkeys((Kind.EMAIL, Kind.PHONE, Kind.PLATE, Kind.IP), "personal"),
    **dict.fromkeys((Kind.PERSON, Kind.BIRTH, Kind.POSTAL), "personal"),
    Kind.CLIENT: "client_confidential",
}
"""The level of the data rules that a kind proposes, by the definitions of ruleset 2026.11.0: numbers of the
State about a person and bank data are special by caution. A firm's own numbers (SIREN, SIRET, TVA) are
public registers' and propose none; they are shown, since they may name a client."""
RANKED = ("client_confidential", "personal", "special_category", "secret")
"""The levels that can be proposed, the lowest first."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`text[start:end]` is of that kind; `line` counts from 1."""

    kind: Kind
    start: int
    end: int
    line: int

    @property
    def level(self) -> str | None:
        return LEVELS.get(self.kind)


@dataclass(frozen=True, slots=True)
class Screened:
    """Every finding, in the order of the text, and the levels that they propose, the lowest first."""

    findings: tuple[Finding, ...]
    levels: tuple[str, ...]
