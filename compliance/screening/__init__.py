"""What a text holds that should not leave: secrets and personal data, found in memory and nowhere kept.

    engine.screen(text) -> Screened      the findings in order, without overlaps, and the levels they propose

The detectors are heavy to import, so `engine` is imported by whoever screens; this module holds the words.
Nothing found proves nothing: no finding ever proposes a level below « Données personnelles ». Pure.
"""

from dataclasses import dataclass

from etech_ai.enums import Labelled, gettext_noop


class Kind(Labelled):
    """What was recognised. The order is that of precedence where two overlap."""

    KEY = "key", gettext_noop("Clé privée")
    TOKEN = "token", gettext_noop("Jeton ou clé d’accès")
    PASSWORD = "password", gettext_noop("Mot de passe")
    IBAN = "iban", gettext_noop("IBAN")
    NIR = "nir", gettext_noop("Numéro de sécurité sociale")
    CARD = "card", gettext_noop("Carte bancaire")
    EMAIL = "email", gettext_noop("Adresse de courriel")
    SIRET = "siret", gettext_noop("SIRET")
    VAT = "vat", gettext_noop("Numéro de TVA")
    SIREN = "siren", gettext_noop("SIREN")
    PHONE = "phone", gettext_noop("Numéro de téléphone")
    ADDRESS = "address", gettext_noop("Adresse IP publique")
    ENTROPY = "entropy", gettext_noop("Suite aléatoire, peut-être un secret")


PRECEDENCE = {kind: rank for rank, kind in enumerate(Kind)}
LEVELS = {
    **dict.fromkeys((Kind.KEY, Kind.TOKEN, Kind.PASSWORD, Kind.ENTROPY), "secret"),
    **dict.fromkeys((Kind.IBAN, Kind.NIR, Kind.CARD, Kind.EMAIL, Kind.PHONE, Kind.ADDRESS), "personal"),
}
"""The level of the data rules that a kind proposes. A firm's own numbers (SIREN, SIRET, TVA) are public
registers' and propose none; they are shown, since they may name a client."""


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
