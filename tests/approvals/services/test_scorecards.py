import json

import pytest

from approvals.models import CriterionScore, Scorecard
from approvals.scorecard import CURRENT, Criterion, Score
from approvals.services import requests, scorecards
from approvals.workflow import Kind, Move, State
from builders.clock import NOW
from builders.requests import a_request, current, sent
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused

CHEAP = Score(Criterion.COST, 4, "20 € par mois et par siège")
SAFE = Score(Criterion.SECURITY, 2, "Hébergé hors de l’Union")


def a_proposal(house, state=State.WAITING, **given):
    return a_request(house, state, Kind.NEW_TOOL, proposed_name="Zed", **given)


def score(request, by, *scores):
    return scorecards.score(request, scores=scores, by=by, now=NOW)


def test_the_proposer_scores_what_they_know_as_they_send(house):
    request = a_proposal(house, scores=(CHEAP,))

    row = CriterionScore.objects.get()
    assert (row.criterion, row.points, row.scored_by) == ("cost", 4, house.ana)
    assert Scorecard.objects.get().weights_version == CURRENT
    scored, submitted = Event.objects.get(name="request.scored"), Event.objects.get(name="request.submitted")
    assert scored.operation == submitted.operation
    assert scored.subject_ref == f"approvals.request:{request.pk}"


def test_a_decider_fills_in_and_corrects_and_the_trail_keeps_both(house):
    request = a_proposal(house, scores=(CHEAP,))

    score(request, house.cho, Score(Criterion.COST, 2, "Le double à six mois"), SAFE)

    rows = {row.criterion: row for row in CriterionScore.objects.select_related("scored_by")}
    assert (rows["cost"].points, rows["cost"].scored_by) == (2, house.cho)
    assert rows["security"].scored_by == house.cho
    last = Event.objects.filter(name="request.scored").order_by("-position").first()
    assert [4, 2] in [change["fields"].get("points") for change in json.loads(last.payload)["changes"]]


def test_later_deciders_score_before_their_turn(house):
    assert score(a_proposal(house), house.dan, SAFE) is not None


def test_what_does_not_differ_is_not_written_again(house):
    request = a_proposal(house, scores=(CHEAP,))

    assert score(request, house.cho, CHEAP) is None
    assert CriterionScore.objects.get().scored_by == house.ana


@pytest.mark.parametrize(("points", "comment"), [(6, "Trop"), (-1, "Moins"), (3, "  ")])
def test_points_are_in_the_scale_and_rest_on_something(house, points, comment):
    with pytest.raises(Refused):
        score(a_proposal(house), house.ana, Score(Criterion.COST, points, comment))


@pytest.mark.parametrize("name", ["zoe", "ida", "fin"])
def test_who_neither_proposes_nor_decides_does_not_score(house, name):
    with pytest.raises(Refused, match="celles qui décident"):
        score(a_proposal(house), getattr(house, name), CHEAP)


def test_a_decided_proposal_is_scored_no_more(house):
    with pytest.raises(Refused, match="La décision est prise"):
        score(a_proposal(house, State.REFUSED), house.cho, CHEAP)


def test_only_a_proposed_tool_is_scored(house):
    with pytest.raises(Refused, match="proposition d’outil"):
        score(sent(house), house.ana, CHEAP)


def test_a_score_is_kept_through_the_decision(house):
    request = a_proposal(house, scores=(CHEAP,))

    requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW)

    assert CriterionScore.objects.get().points == 4
