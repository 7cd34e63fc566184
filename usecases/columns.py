"""The columns of the register in a spreadsheet: the same out and in. Pure."""

from collections.abc import Iterable, Mapping

from etech_ai.enums import gettext_noop
from usecases.search_text import normalise

IMPORTED: dict[str, str] = {
    "reference": gettext_noop("Référence"),
    "title": gettext_noop("Titre"),
    "purpose": gettext_noop("Finalité"),
    "objective": gettext_noop("Objectif"),
    "plans": gettext_noop("Outils"),
    "data_levels": gettext_noop("Données"),
    "client": gettext_noop("Client"),
    "project": gettext_noop("Projet"),
    "frequency": gettext_noop("Fréquence"),
    "phase": gettext_noop("Phase"),
    "first_used_on": gettext_noop("Première utilisation"),
}
"""What a file may bring in; « Titre » and « Finalité » are needed for a new use."""

SHOWN: dict[str, str] = {
    "outcome": gettext_noop("Résultat"),
    "standing": gettext_noop("État"),
    "to_review": gettext_noop("À revoir"),
    "decision_note": gettext_noop("Conditions ou raison"),
    "owner": gettext_noop("Porteur"),
    "profile": gettext_noop("Profil"),
    "team": gettext_noop("Équipe"),
    "classified_on": gettext_noop("Classé le"),
    "rules": gettext_noop("Règles"),
}
"""What a file only tells: an import leaves it alone, since a result is computed and never typed in."""

SEVERAL = ";"
"""Between two tools or two data levels in one cell."""


def places(head: Iterable[str], names: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Where each imported column stands, by any of its names; accents and case do not count."""
    known = {normalise(name): key for key, spellings in names.items() for name in (key, *spellings)}
    found: dict[str, int] = {}
    for place, title in enumerate(head):
        key = known.get(normalise(title))
        if key in IMPORTED and key not in found:
            found[key] = place
    return found


def parts(cell: str) -> list[str]:
    """« a ; b » -> [a, b]."""
    return [part.strip() for part in cell.split(SEVERAL) if part.strip()]
