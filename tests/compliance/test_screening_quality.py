"""How well the screening reads the labelled snippets: floors below which it never falls again."""

import pytest

from builders.screening_corpus import fresh, snippets
from builders.screening_scores import ALL, Score, alarms, compared, scores
from compliance.screening import Kind

KINDS = [kind.value for kind in Kind]


@pytest.fixture(scope="module")
def on_corpus():
    return scores(snippets())


@pytest.fixture(scope="module")
def on_fresh():
    return scores(fresh())


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_found_and_rarely_wrongly(on_corpus, kind):
    score = on_corpus[kind]

    assert score.marked
    assert score.precision >= 0.95
    assert score.recall >= 0.95


def test_the_corpus_as_a_whole_is_read_well(on_corpus):
    assert on_corpus[ALL].precision >= 0.98
    assert on_corpus[ALL].recall >= 0.98


def test_what_was_learned_from_the_fresh_snippets_stays(on_fresh):
    assert on_fresh[ALL].precision >= 0.95
    assert on_fresh[ALL].recall >= 0.95


def test_clean_snippets_raise_no_alarm():
    assert alarms(snippets()) == []


def test_a_finding_counts_for_one_passage_of_its_kind_of_which_it_covers_half():
    marked = [("phone", 0, 10), ("phone", 20, 30), ("iban", 40, 50)]
    found = [("phone", 0, 9), ("phone", 2, 9), ("iban", 47, 50), ("email", 20, 30)]

    right, wrong, missed = compared(marked, found)

    assert right == [("phone", 0, 9)]
    assert wrong == [("phone", 2, 9), ("iban", 47, 50), ("email", 20, 30)]
    assert missed == [("phone", 20, 30), ("iban", 40, 50)]


def test_precision_and_recall_are_shares_of_what_was_found_and_of_what_was_marked():
    score = Score(right=3, wrong=1, missed=2)

    assert (score.precision, score.recall, score.marked) == (0.75, 0.6, 5)
