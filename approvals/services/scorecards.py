"""Scoring a proposed tool, criterion by criterion, and correcting what was scored."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from approvals.models import CriterionScore, Request, Scorecard
from approvals.permissions import can_score
from approvals.scorecard import BEST, CURRENT, Score
from approvals.services import moves
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User


@transaction.atomic
def score(request: Request, *, scores: Iterable[Score], by: User, now: datetime) -> Scorecard | None:
    """Write these scores over the former ones; who scored what, before and after, is in the trail.

    None when nothing differs. Raises Refused for who may not, and for points without what they rest on.
    """
    request = moves.locked(request)
    can_score(by, request).enforce()
    return write(request, scores=scores, by=by, now=now)


def write(request: Request, *, scores: Iterable[Score], by: User, now: datetime) -> Scorecard | None:
    """As `score`, inside the record of whoever judged already: the sending of the request itself."""
    card = Scorecard.objects.filter(request=request).first()
    known = {row.criterion: row for row in card.scores.all()} if card else {}
    changed = [score for score in scores if _differs(known.get(score.criterion), score)]
    if not changed:
        return None
    is_new = card is None
    card = card or Scorecard(request=request, weights_version=CURRENT)
    with audit.record("request.scored", by=by, on=request):
        if is_new:
            card.save(force_insert=True)
        for score in changed:
            _put(card, known.get(score.criterion), score, by, now)
    return card


def _differs(row: CriterionScore | None, score: Score) -> bool:
    if not 0 <= score.points <= BEST:
        raise Refused(_("Une note va de 0 à 5."))
    if not score.comment.strip():
        raise Refused(_("Dites sur quoi repose chaque note\u00a0: un essai, un document, un prix."))
    return row is None or (row.points, row.comment) != (score.points, score.comment.strip())


def _put(card: Scorecard, row: CriterionScore | None, score: Score, by: User, now: datetime) -> None:
    row = row or CriterionScore(scorecard=card, criterion=score.criterion)
    row.points, row.comment = score.points, score.comment.strip()
    row.scored_by, row.scored_at = by, now
    row.save()
