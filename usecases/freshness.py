"""When a classification must be looked at again (`questionnaire.engine.stale_rule`). Pure."""

import datetime as dt

from etech_ai.enums import Labelled, gettext_noop
from usecases.vocabulary import Standing, UseCaseStatus


class Stale(Labelled):
    """One reason to classify again."""

    RULES = "rules", gettext_noop("Les règles ont changé depuis ce classement")
    PURPOSE = "purpose", gettext_noop("La finalité ou les données ont changé depuis ce classement")
    TOOLS = "tools", gettext_noop("Les outils ont changé depuis ce classement")
    AGE = "age", gettext_noop("Ce classement a plus de douze mois")


def standing(status: str, outcome: str, *, is_stale: bool) -> Standing:
    """What a status comes to: blocked when prohibited, lapsed when the validated classification is stale."""
    if status in (UseCaseStatus.CLASSIFIED, UseCaseStatus.VALIDATED) and outcome == "prohibited":
        return Standing.BLOCKED
    if status == UseCaseStatus.VALIDATED and is_stale:
        return Standing.LAPSED
    return Standing(status)


def a_year_before(day: dt.date) -> dt.date:
    """The same day a year earlier; 29 February gives 28 February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def a_year_after(day: dt.date) -> dt.date:
    """The day on which a classification of `day` is a year old; 29 February gives 1 March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, month=3, day=1)


def stale_reasons(
    *,
    classified_with: str,
    current: str,
    classified_on: dt.date,
    today: dt.date,
    purpose_changed: bool,
    tools_changed: bool,
) -> tuple[Stale, ...]:
    """Every reason that holds, in a fixed order; empty when the classification is fresh."""
    holds = {
        Stale.RULES: classified_with != current,
        Stale.PURPOSE: purpose_changed,
        Stale.TOOLS: tools_changed,
        Stale.AGE: classified_on < a_year_before(today),
    }
    return tuple(reason for reason, held in holds.items() if held)
