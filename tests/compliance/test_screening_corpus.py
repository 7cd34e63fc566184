"""The labelled corpus is what it says: three hundred snippets, in balance, each label inside its text."""

from collections import Counter

import pytest

from builders.screening_corpus import snippets, unmarked

CORPUS = snippets()


def test_the_corpus_has_three_hundred_snippets_with_a_name_of_their_own():
    names = [snippet.name for snippet in CORPUS]

    assert len(names) == len(set(names)) == 300


@pytest.mark.parametrize("side", ["language", "form", "is_clean"])
def test_the_corpus_is_in_balance(side):
    assert set(Counter(getattr(snippet, side) for snippet in CORPUS).values()) == {150}


def test_no_text_stands_twice():
    assert len({snippet.text for snippet in CORPUS}) == 300


def test_clean_snippets_have_no_label_and_the_others_have_one():
    assert [snippet.name for snippet in CORPUS if snippet.is_clean == bool(snippet.labels)] == []


@pytest.mark.parametrize("snippet", CORPUS, ids=lambda snippet: snippet.name)
def test_labels_lie_in_their_text_in_order_and_no_mark_is_left(snippet):
    edges = [0, *(edge for _kind, start, end in snippet.labels for edge in (start, end)), len(snippet.text)]

    assert edges == sorted(edges)
    assert all(snippet.text[start:end].strip() == snippet.text[start:end] for _, start, end in snippet.labels)
    assert not set("⟦⟧") & set(snippet.text)


def test_a_mark_gives_its_kind_and_its_place():
    text, labels = unmarked("Appelez ⟦person: Nadia Benali⟧ au ⟦phone: 06 39 98 12 40⟧.")

    assert text == "Appelez Nadia Benali au 06 39 98 12 40."
    assert [(kind, text[start:end]) for kind, start, end in labels] == [
        ("person", "Nadia Benali"),
        ("phone", "06 39 98 12 40"),
    ]
