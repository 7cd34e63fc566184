"""The scorecard of a new tool: six weighted criteria, each scored from 0 to 5 on evidence. Pure.

    total({Criterion.COST: 4, …}, WEIGHTS[CURRENT]) -> Total(low=62, high=62, missing=())

Weights are declared with a version; a scorecard keeps the version it was opened under, so that a change of
weights never moves a total that somebody decided on. What is not scored yet may turn out worst or best: the
total is then a range, never a guess.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from etech_ai.enums import Labelled, gettext_noop

BEST = 5


class Criterion(Labelled):
    """What a tool is weighed on."""

    COST = "cost", gettext_noop("Coût")
    PERFORMANCE = "performance", gettext_noop("Performance")
    EASE = "ease", gettext_noop("Facilité d’usage")
    INTEROPERABILITY = "interoperability", gettext_noop("Interopérabilité")
    REVERSIBILITY = "reversibility", gettext_noop("Réversibilité")
    SECURITY = "security", gettext_noop("Sécurité")


QUESTIONS: dict[Criterion, str] = {
    Criterion.COST: gettext_noop("Le coût complet, sur un an et pour l’équipe, est-il soutenable\u00a0?"),
    Criterion.PERFORMANCE: gettext_noop("Fait-il mieux ou plus vite que nos outils, sur nos cas\u00a0?"),
    Criterion.EASE: gettext_noop("S’apprend-il et s’utilise-t-il sans peine, dans nos outils\u00a0?"),
    Criterion.INTEROPERABILITY: gettext_noop("Parle-t-il des standards ouverts (MCP, API, export)\u00a0?"),
    Criterion.REVERSIBILITY: gettext_noop("Peut-on en sortir en reprenant ses données, sans frais\u00a0?"),
    Criterion.SECURITY: gettext_noop("Hébergement, accès, conservation\u00a0: que prouve l’éditeur\u00a0?"),
}
"""What each criterion asks of whoever scores it."""

SCALE: dict[int, str] = {
    0: gettext_noop("0, rédhibitoire"),
    1: gettext_noop("1, mauvais"),
    2: gettext_noop("2, faible"),
    3: gettext_noop("3, correct"),
    4: gettext_noop("4, bon"),
    5: gettext_noop("5, excellent"),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each criterion counts, under a version; they sum to 100."""

    version: str
    by_criterion: Mapping[Criterion, int]


_VERSIONS = (
    Weights(
        "2026-11",
        {
            Criterion.COST: 15,
            Criterion.PERFORMANCE: 20,
            Criterion.EASE: 15,
            Criterion.INTEROPERABILITY: 10,
            Criterion.REVERSIBILITY: 15,
            Criterion.SECURITY: 25,
        },
    ),
)
WEIGHTS: dict[str, Weights] = {weights.version: weights for weights in _VERSIONS}
CURRENT = _VERSIONS[-1].version


@dataclass(frozen=True, slots=True)
class Score:
    """One criterion as somebody scored it: 0 to 5 points, and what they rest on."""

    criterion: Criterion
    points: int
    comment: str


@dataclass(frozen=True, slots=True)
class Total:
    """A total out of 100: `low` and `high` are one when every criterion is scored."""

    low: int
    high: int
    missing: tuple[Criterion, ...]

    @property
    def is_complete(self) -> bool:
        return not self.missing


def total(points: Mapping[Criterion, int], weights: Weights) -> Total:
    """What the scores come to, out of 100, the missing ones counted as worst and as best."""
    missing = tuple(criterion for criterion in Criterion if criterion not in points)
    worst = {**points, **dict.fromkeys(missing, 0)}
    best = {**points, **dict.fromkeys(missing, BEST)}
    return Total(_weighted(worst, weights), _weighted(best, weights), missing)


def _weighted(points: Mapping[Criterion, int], weights: Weights) -> int:
    share = sum(weight * points[criterion] for criterion, weight in weights.by_criterion.items())
    return round(share / BEST)
