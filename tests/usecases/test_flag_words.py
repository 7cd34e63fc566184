import pytest

from compliance.ai_act.ruleset import load
from compliance.ai_act.shapes import REPORT
from compliance.rulesets import versions
from usecases.flag_words import MEANINGS


@pytest.mark.parametrize("version", versions("ai_act"))
def test_every_flag_that_a_ruleset_reports_says_what_it_means_for_us(version):
    reported = {flag.id for flag in load(version).flags.values() if flag.kind == REPORT}

    assert reported <= set(MEANINGS)


def test_no_sentence_is_left_without_its_flag():
    known = {name for version in versions("ai_act") for name in load(version).flags}

    assert set(MEANINGS) <= known
