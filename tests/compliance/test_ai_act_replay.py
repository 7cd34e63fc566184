"""Law replay: the Act as first published beside the Act as amended."""

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.ai_act_cases import CASES
from builders.usecases import stored
from compliance.ai_act.engine import BadAnswer, classify
from compliance.ai_act.replay import Subject, canonical, compare, replay
from compliance.ai_act.ruleset import latest, load
from compliance.rulesets import FOLDER
from scripts import first_published_act

FIRST, AMENDED = load("2024.7.0"), load("2026.11.0")
PUBLISHED = {
    "2024.7.0": "733a43d50516ff3145e4cf66c3cf97f25d6dc1934b9a0254c7914dd650136e7b",
    "2026.11.0": "5cf4d291d2960cf863d3ded00aeeed2a61b50d5f6325328f0dc77746c1645b73",
}
ASKED = [case for case in CASES if "error" not in case]


def between(outcome):
    return compare(Subject("UC-001", stored(outcome)), FIRST, AMENDED)


@pytest.mark.parametrize("version", PUBLISHED)
def test_a_published_ruleset_is_never_edited(version):
    data = (FOLDER / "ai_act" / f"{version}.yaml").read_bytes()

    assert hashlib.sha256(data).hexdigest() == PUBLISHED[version], "publish a new version beside it"


def test_the_first_ruleset_is_what_undoing_the_recorded_changes_gives():
    written = []
    amended = (FOLDER / "ai_act" / "2026.11.0.yaml").read_text(encoding="utf-8")

    first_published_act.main(written.append)

    assert written == [(FOLDER / "ai_act" / "2024.7.0.yaml").read_text(encoding="utf-8")]
    with pytest.raises(ValueError, match="p_ba"):
        first_published_act.derive(amended.replace("- id: p_ba", "- id: p_zz"))


def test_the_newest_ruleset_stays_the_amended_one():
    assert latest().version == "2026.11.0"


def test_hiring_keeps_its_tier_and_moves_by_sixteen_months():
    found = between("high_risk")

    assert not found.outcome_changes
    assert found.moved
    assert {(move.before, move.after) for move in found.moved} == {(date(2026, 8, 2), date(2027, 12, 2))}
    assert not found.is_same


@pytest.mark.parametrize("outcome", ["minimal", "out_of_scope", "not_ai_system"])
def test_an_ordinary_use_is_the_same_under_both(outcome):
    assert between(outcome).is_same


@pytest.mark.parametrize("ban", ["ba", "bb"])
def test_the_bans_of_2026_cannot_be_read_by_the_first_act_and_nothing_is_guessed(ban):
    answers = {**stored("prohibited"), "q_prohibited": [ban]}

    found = compare(Subject("UC-001", answers), FIRST, AMENDED)

    assert found.before is None
    assert found.after is not None
    assert found.after.outcome == "prohibited"
    assert found.outcome_changes
    assert "2024.7.0" in found.refused


@pytest.mark.parametrize("case", ASKED, ids=[case["id"] for case in ASKED])
def test_replaying_under_the_same_rules_changes_nothing(case):
    subject = Subject(case["id"], case["answers"], case.get("facts", ()))

    found = compare(subject, AMENDED, AMENDED)

    assert found.is_same
    assert not found.reasons_gained
    assert not found.reasons_lost
    assert found.before is not None
    assert found.after is not None
    assert canonical(found.before) == canonical(found.after)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_same_facts_and_same_rules_give_the_same_bytes(data):
    answers = {
        question.id: data.draw(st.lists(st.sampled_from([o.id for o in question.options]), max_size=1))
        for question in AMENDED.questions
    }
    try:
        first = canonical(classify(AMENDED, answers))
    except BadAnswer:
        return
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))

    assert canonical(classify(AMENDED, shuffled)) == first
    assert json.loads(first)["ruleset_version"] == "2026.11.0"


def test_a_replay_reads_one_subject_at_a_time():
    read = []

    def subjects():
        for number in range(3):
            read.append(number)
            yield Subject(number, stored("minimal"))

    found = replay(subjects(), before=FIRST, after=AMENDED)

    assert next(found).key == 0
    assert read == [0]
