"""The scorecard of a proposed tool, as the sheet and the inbox show it."""

from dataclasses import dataclass

from approvals.models import CriterionScore, Request, Scorecard
from approvals.scorecard import CURRENT, QUESTIONS, WEIGHTS, Criterion, Total, total


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One criterion: how much it counts, what it asks, and its score, if somebody gave one."""

    criterion: Criterion
    weight: int
    question: str
    score: CriterionScore | None


@dataclass(frozen=True, slots=True)
class ScorecardView:
    """Six lines and what they come to."""

    version: str
    lines: tuple[ScoreLine, ...]
    total: Total

    @property
    def scored(self) -> int:
        return len(self.lines) - len(self.total.missing)


def scorecard(request: Request) -> ScorecardView:
    """The scorecard under the weights it was opened with; an empty one under those of today."""
    card = Scorecard.objects.filter(request=request).first()
    rows = {row.criterion: row for row in card.scores.select_related("scored_by")} if card else {}
    weights = WEIGHTS[card.weights_version if card else CURRENT]
    lines = tuple(
        ScoreLine(one, weights.by_criterion[one], QUESTIONS[one], rows.get(one.value)) for one in Criterion
    )
    points = {line.criterion: line.score.points for line in lines if line.score}
    return ScorecardView(weights.version, lines, total(points, weights))
