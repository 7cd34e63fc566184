from datetime import timedelta

import pytest

from builders.clock import NOW, TODAY
from builders.usecases import ANSWERS, a_use_case, answer_all
from etech_ai.verdicts import Refused
from usecases.applicability_words import Regime
from usecases.services import applicability, classification

LINES = [
    {"regime": regime.value, "applies": "yes", "reason": "Parce que.", "reference": ""} for regime in Regime
]


@pytest.fixture
def use_case(house):
    return a_use_case(house, "high_risk")


def _sign(subject, house, lines=LINES, *, by=None):
    return applicability.sign(subject, lines=lines, by=by or house.dan, today=TODAY)


def test_the_dpo_signs_a_version_of_a_use_and_of_a_client(house, use_case):
    assert _sign(use_case, house).number == 1
    assert _sign(house.client, house).number == 1

    changed = [{**LINES[0], "applies": "partly"}, *LINES[1:]]
    assert _sign(use_case, house, changed).number == 2


def test_nobody_else_signs(house, use_case):
    with pytest.raises(Refused, match="signée par le DPO"):
        _sign(use_case, house, by=house.ana)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (LINES[:3], "quatre droits"),
        ([{**LINES[0], "applies": "unsure"}, *LINES[1:]], "s’applique, en partie"),
        ([{**LINES[0], "reason": " "}, *LINES[1:]], "raison de chaque réponse"),
    ],
)
def test_what_is_not_whole_is_not_signed(house, use_case, lines, words):
    with pytest.raises(Refused, match=words):
        _sign(use_case, house, lines)


def test_signing_the_same_again_is_refused(house, use_case):
    _sign(use_case, house)

    with pytest.raises(Refused, match="Rien n’a changé"):
        _sign(use_case, house)


def test_a_sheet_is_outdated_once_the_use_is_classified_again(house, use_case):
    sheet = _sign(use_case, house)
    assert not applicability.is_outdated(sheet, use_case)

    answer_all(use_case, ANSWERS["minimal"])
    classification.conclude(use_case, by=house.ana, now=NOW + timedelta(days=1))
    use_case.refresh_from_db()

    assert applicability.is_outdated(sheet, use_case)
