import pytest

from catalog.search import bare, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Éditeur  Étendu", "editeur etendu"),
        ("L’outil", "l'outil"),
        ("  CLAUDE code ", "claude code"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_bare_drops_case_accents_and_extra_spaces(text, expected):
    assert bare(text) == expected


def test_words_splits_a_query_into_bare_words():
    assert words(" Génération de TESTS ") == ["generation", "de", "tests"]
