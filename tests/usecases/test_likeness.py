import pytest

from usecases.likeness import ALIKE, likeness, words_of


def test_small_words_accents_and_case_do_not_count():
    assert words_of("La Revue de code du CLIENT") == {"revue", "code", "client"}


@pytest.mark.parametrize(
    ("left", "right", "shares", "alike"),
    [
        ("Revue de code", "revue du code", False, True),
        ("Revue de code", "Revue de code et tests", False, True),
        ("Complétion de code", "Revue de code", False, False),
        ("Complétion de code", "Complétion avec Copilot", True, False),
        ("Compte rendu de réunion", "Présélection de CV", True, False),
        ("", "Revue", True, False),
    ],
)
def test_titles_are_alike_when_most_of_their_words_are_shared(left, right, shares, alike):
    assert (likeness(left, right, shares_a_tool=shares) >= ALIKE) is alike
