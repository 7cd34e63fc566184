"""What is asked of a text before a slow reader is called never hides what the reader would find."""

import random

import phonenumbers
import pytest

from builders.screening_corpus import snippets
from compliance.screening import folding, identities, secrets

LETTERS = "abcXYZ019+-_.:=/@\"' \n()[]<>éıſKpwdkeytokensecret٣3"
VALUES = (
    "AKCp8jQcoDQ1eT", "AP5bDeFgHiJkLm", "AKIAZFSZ5LFLIEV56RSS", "glpat-SU06gXgSxwde4y7XLXqb",
    "paſſword: 'Zx9!'",
    "sk-" + "a1" * 10 + "T3BlbkFJ" + "b2" * 10, "AccountKey=" + "C/UGCmHLRWOj" * 7 + "abcd",
    "SL_KEY: " + "a1" * 32,
    "cloudant_password: '" + "ab" * 32 + "'", "cos_hmac_secret_access_key = " + "0f" * 24,
    "0" * 31 + "a-us12", "iam_token=" + "Zz9_" * 11,
    "https://hooks.slack.com/services/T1/B1/abc", "sq0csp-" + "a1" * 21 + "b",
    "1956195564:AAoTiC4XQCFHnXudRsto3NNQXJCiVo20t9A", "SK2d1960b42e3de4680aaa8466ad1c584d", "ftp://u:p4ss@h",
    "M" + "a1" * 12 + ".aB3dE_." + "x9" * 13 + "y", "rk_live_" + "a1" * 12, "0033 1 42 68 53 00",
    "(0) 142685300",
)  # fmt: skip


def _texts():
    """The corpus, and a thousand texts in which values of every shape are cut and joined at random."""
    corpus = [snippet.text for snippet in snippets()]
    chance = random.Random(4417)
    yield from corpus
    for _ in range(1000):
        parts = [
            *chance.sample(VALUES, 2),
            chance.choice(corpus)[:80],
            "".join(chance.choices(LETTERS, k=60)),
        ]
        chance.shuffle(parts)
        yield chance.choice(["", " ", "\n", "'"]).join(parts)


TEXTS = list(_texts())


@pytest.mark.parametrize("detector", secrets.built(), ids=lambda detector: type(detector.plugin).__name__)
def test_a_detector_finds_nothing_where_its_hints_are_missing(detector):
    finding = [text for text in TEXTS if any(detector.plugin.analyze_string(text))]

    assert finding
    assert [text for text in finding if not detector.may_find(folding.plain(text))] == []


def test_a_line_without_a_dialled_number_holds_no_telephone_number():
    lines = {line for text in TEXTS for line in text.splitlines()}
    silent = [line for line in lines if not identities.DIALLED.search(line)]
    found = [
        match.raw_string
        for line in silent
        for match in phonenumbers.PhoneNumberMatcher(line, "FR", phonenumbers.Leniency.VALID)
    ]

    assert len(silent) > 1000
    assert [number for number in found if number.lstrip("(").startswith(("0", "+"))] == []


def test_folding_keeps_every_character_in_its_place():
    every = "".join(chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000)

    assert len(folding.plain(every)) == len(every)
