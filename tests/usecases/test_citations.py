import pytest

from compliance.ai_act import timeline
from compliance.ai_act.ruleset import latest
from usecases.citations import in_french

ENGLISH = ("Annex ", "para.", "Reg. ", "recital", "guidelines", "as amended", "GDPR", "S_G")


@pytest.mark.parametrize(
    ("article", "french"),
    [
        ("Annex III, point 4", "Annexe III, point 4"),
        ("Art. 6(2), 6(3) 3rd subpara., Annex III", "Art. 6(2), 6(3) 3e al., Annexe III"),
        ("Art. 4 as amended", "Art. 4 modifié"),
        ("Annex III, point 8; recitals 61-62", "Annexe III, point 8\u00a0; considérants 61-62"),
        (None, ""),
    ],
)
def test_an_article_reads_as_french_readers_write_it(article, french):
    assert in_french(article) == french


def test_no_article_of_the_ruleset_keeps_english_words():
    rules = latest()
    articles = [question.article for question in rules.questions]
    articles += [option.citation for question in rules.questions for option in question.options]
    articles += [item.article for item in rules.obligations.values()]
    articles += [item.article for item in timeline.milestones(rules)]
    articles += [
        item.article for item in (*rules.flags.values(), *rules.resolution, *rules.outcomes.values())
    ]

    left = [text for text in map(in_french, articles) if any(word in text for word in ENGLISH)]

    assert left == []


def test_a_list_of_articles_keeps_single_spaces():
    assert "  " not in in_french("Art. 3(1); recital 12; S_G3").replace("\u00a0", " ")
