"""A simulation as the page shows it: counted, grouped by whose data it is, cut to what one can read."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from compliance.data_rules import Rules
from compliance.rule_forms import say
from compliance.services import rule_changes
from compliance.services.simulations import Flip, Whole
from etech_ai.badges import DATA_VERDICTS

SHOWN = 200


def of(whole: Whole, after: Rules) -> dict[str, Any]:
    """Context of `compliance/rule_effects.html`."""
    flips = list(whole.answers())
    receipts, consents, seats = whole.receipts(), whole.consents(flips), whole.seats(flips)
    checked = rule_changes.checked(after)
    return {
        "flips": flips,
        "groups": _groups(flips[:SHOWN]),
        "shown": SHOWN,
        "tighter": sum(flip.is_tighter for flip in flips),
        "looser": sum(flip.is_looser for flip in flips),
        "receipts": receipts[:SHOWN],
        "n_receipts": len(receipts),
        "consents": consents,
        "seats": seats[:SHOWN],
        "n_seats": len(seats),
        "broken": [item for item in checked if not item.holds],
        "n_examples": len(checked),
    }


def head() -> list[str]:
    return [
        _("Client"),
        _("Projet"),
        _("Offre"),
        _("Données"),
        _("Avant"),
        _("Il manquait"),
        _("Après"),
        _("Il manquerait"),
    ]


def lines(whole: Whole) -> Iterator[list[str]]:
    """One line a flip, in words."""
    for flip in whole.answers():
        client = flip.client.name if flip.client else _("Interne Etech")
        project = flip.project.name if flip.project else ""
        levels = ", ".join(say(level) for level in flip.levels)
        yield [client, project, str(flip.plan), levels, *_in_words(flip.before), *_in_words(flip.after)]


def _in_words(said: Any) -> list[str]:
    return [_(DATA_VERDICTS[said.mark].label), ", ".join(say(name) for name in said.names)]


def _groups(flips: list[Flip]) -> list[dict[str, Any]]:
    """The flips of one client together, and of one project of his."""
    return [
        {"client": client, "project": project, "flips": list(group)}
        for (client, project), group in groupby(flips, key=lambda flip: (flip.client, flip.project))
    ]
