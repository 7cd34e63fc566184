import pytest

from approvals.models import CriterionScore, Request
from approvals.scorecard import Criterion, Score
from approvals.workflow import Kind
from builders.requests import a_request, sent

SCORES = tuple(Score(criterion, 4, "Essai de deux semaines") for criterion in Criterion)


@pytest.fixture
def proposal(house):
    return a_request(house, kind=Kind.NEW_TOOL, proposed_name="Zed", scores=SCORES[:2])


def test_the_proposal_takes_scores_with_it(house, client_for):
    response = client_for(house.ana).post(
        "/demandes/nouvelle/outil/",
        {"proposed_name": "Zed", "justification": "Édition à plusieurs.", "points_cost": "4",
         "comment_cost": "20 € par mois"},
    )  # fmt: skip

    assert response.status_code == 303
    assert CriterionScore.objects.get().scorecard.request == Request.objects.get()


def test_points_without_what_they_rest_on_come_back(house, client_for):
    response = client_for(house.ana).post(
        "/demandes/nouvelle/outil/",
        {"proposed_name": "Zed", "justification": "Édition à plusieurs.", "points_cost": "4"},
    )

    assert response.status_code == 422
    assert "comment_cost" in response.context["form"].errors
    assert not Request.objects.exists()


def test_the_decider_sees_the_range_then_the_total(house, client_for, proposal):
    cho = client_for(house.cho)
    inbox = f"/a-decider/{proposal.reference}/"
    assert "28 à 93" in cho.get(inbox).content.decode()

    given = {f"points_{one}": "4" for one in Criterion} | {f"comment_{one}": "Essai" for one in Criterion}
    response = cho.post(f"/demandes/{proposal.reference}/evaluation/", given)

    assert response.status_code == 303
    text = cho.get(inbox).content.decode()
    assert '<p class="e-big">80<span>' in text
    assert "Cho Chan" in text


def test_the_form_starts_from_what_is_scored(house, client_for, proposal):
    text = client_for(house.cho).get(f"/demandes/{proposal.reference}/evaluation/").content.decode()

    assert "Essai de deux semaines" in text


def test_who_may_not_score_is_told_why_on_the_sheet(house, client_for, proposal):
    response = client_for(house.ida).get(f"/demandes/{proposal.reference}/evaluation/", follow=True)

    assert "celles qui décident" in response.content.decode()


def test_other_kinds_have_no_scorecard(house, client_for):
    request = sent(house)

    assert (
        "Grille d’évaluation"
        not in client_for(house.ana).get(f"/demandes/{request.reference}/").content.decode()
    )


def test_a_proposal_made_again_takes_its_scores_up(house, client_for, proposal):
    former = a_request(house, "refused", Kind.NEW_TOOL, proposed_name="Warp", scores=SCORES[:1])

    form = client_for(house.ana).get(f"/demandes/nouvelle/outil/?redoes={former.reference}").content.decode()

    assert 'value="Warp"' in form
    assert "Essai de deux semaines" in form
