import pytest

from approvals.scorecard import BEST, CURRENT, QUESTIONS, SCALE, WEIGHTS, Criterion, total

NOW = WEIGHTS[CURRENT]


@pytest.mark.parametrize("weights", WEIGHTS.values(), ids=lambda weights: weights.version)
def test_weights_cover_every_criterion_and_sum_to_a_hundred(weights):
    assert set(weights.by_criterion) == set(Criterion)
    assert sum(weights.by_criterion.values()) == 100


def test_every_criterion_asks_a_question_and_every_point_has_words():
    assert set(QUESTIONS) == set(Criterion)
    assert list(SCALE) == list(range(BEST + 1))


@pytest.mark.parametrize(("points", "expected"), [(0, 0), (3, 60), (5, 100)])
def test_the_same_points_everywhere_come_to_their_share(points, expected):
    found = total(dict.fromkeys(Criterion, points), NOW)

    assert (found.low, found.high, found.is_complete) == (expected, expected, True)


def test_a_criterion_counts_by_its_weight():
    points = dict.fromkeys(Criterion, 0) | {Criterion.SECURITY: 5}

    assert total(points, NOW).low == NOW.by_criterion[Criterion.SECURITY]


def test_what_is_not_scored_leaves_a_range_and_is_named():
    points = {criterion: 4 for criterion in Criterion if criterion is not Criterion.SECURITY}

    found = total(points, NOW)

    assert (found.low, found.high) == (60, 85)
    assert found.missing == (Criterion.SECURITY,)
    assert not found.is_complete


def test_nothing_scored_says_nothing():
    found = total({}, NOW)

    assert (found.low, found.high) == (0, 100)
