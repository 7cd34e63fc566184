import pytest

from approvals.kinds import YEARLY_THRESHOLD_MINOR, Ask
from approvals.light_paths import LIGHT_PATHS, light_path, words_of
from approvals.workflow import Kind

SEAT = {"decision": True, "seat": True, "policy": True, "training": True}
ACCESS = {"decision": True, "policy": True, "training": True}


@pytest.mark.parametrize(
    ("ask", "found", "rule"),
    [
        (Ask(Kind.LICENCE), SEAT, "VL-1"),
        (Ask(Kind.LICENCE, yearly_minor=YEARLY_THRESHOLD_MINOR), SEAT | {"data": True}, "VL-1"),
        (Ask(Kind.TOOL_ACCESS), ACCESS, "VL-2"),
        (Ask(Kind.TOOL_ACCESS, data_levels=frozenset({"internal"})), ACCESS | {"data": True}, "VL-2"),
    ],
)
def test_what_is_green_and_light_is_granted_by_its_rule(ask, found, rule):
    assert light_path(ask, found).id == rule


@pytest.mark.parametrize("missing", SEAT)
def test_a_check_that_was_not_made_is_not_green(missing):
    found = {code: True for code in SEAT if code != missing}

    assert light_path(Ask(Kind.LICENCE), found) is None


@pytest.mark.parametrize("red", [*SEAT, "data"])
def test_one_red_check_is_enough(red):
    assert light_path(Ask(Kind.LICENCE), SEAT | {red: False}) is None


@pytest.mark.parametrize("other", ["exemption", "conditions", "no-policy", "no-training", "novelty"])
def test_what_the_rule_does_not_expect_is_decided_by_somebody(other):
    assert light_path(Ask(Kind.LICENCE), SEAT | {other: True}) is None


@pytest.mark.parametrize(
    "ask",
    [
        Ask(Kind.LICENCE, yearly_minor=YEARLY_THRESHOLD_MINOR + 1),
        Ask(Kind.TOOL_ACCESS, data_levels=frozenset({"client_confidential"})),
        Ask(Kind.TOOL_ACCESS, data_levels=frozenset({"personal"})),
        *(Ask(kind) for kind in Kind if kind not in (Kind.LICENCE, Kind.TOOL_ACCESS)),
    ],
    ids=str,
)
def test_what_another_than_the_champion_decides_is_never_light(ask):
    assert light_path(ask, SEAT) is None
    assert light_path(ask, ACCESS) is None


def test_every_rule_says_in_words_what_it_rests_on():
    assert all(rule.words and rule.id == key for key, rule in LIGHT_PATHS.items())
    assert words_of("VL-0") == ""
