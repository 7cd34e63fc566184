import pytest

from usecases.search_text import normalise


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("Présélection de CV", "preselection de cv"),
        ("  L’aide au STAFFING ! ", "l aide au staffing"),
        ("Main-d’œuvre", "main d oeuvre"),
        ("UC-014", "uc 014"),
        ("…", ""),
    ],
)
def test_text_is_searched_without_accents_case_or_punctuation(written, searched):
    assert normalise(written) == searched


def test_several_texts_become_one():
    assert normalise("UC-007", "Été") == "uc 007 ete"
