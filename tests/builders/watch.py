"""Things to keep an eye on: a change to read, a risk of a use case."""

from datetime import timedelta
from typing import Any

from builders.clock import TODAY
from compliance.models import WatchDuty, WatchItem
from compliance.services import watch
from usecases.models import Risk, UseCase
from usecases.services import risks


def a_watch_item(house: Any, **told: Any) -> WatchItem:
    """A text that Ana reads within a fortnight, recorded by the DPO."""
    facts = {
        "title": "Lignes directrices sur l’article 6",
        "kind": "legal",
        "status": "provisional",
        "source": "Commission européenne",
        "url": "",
        "touches": "Art. 6",
        "reader": house.ana,
        "due_on": TODAY + timedelta(days=14),
        **told,
    }
    return watch.record(by=house.dan, today=TODAY, **facts)


def a_turn(house: Any, **told: Any) -> WatchDuty:
    """Cho's turn, from the day after tomorrow for a week."""
    first = TODAY + timedelta(days=2)
    facts = {"person": house.cho, "starts_on": first, "ends_on": first + timedelta(days=6), **told}
    return watch.take_turn(by=house.dan, **facts)


def a_risk(house: Any, use_case: UseCase, **told: Any) -> Risk:
    """An open risk of Ana's use case."""
    facts = {
        "title": "Le modèle invente une référence",
        "tags": ["confabulation"],
        "likelihood": "medium",
        "impact": "high",
        "mitigation": "",
        "state": "open",
        "review_on": None,
        **told,
    }
    return risks.add(use_case, by=house.ana, today=TODAY, **facts)
