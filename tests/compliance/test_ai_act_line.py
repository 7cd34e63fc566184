"""One line of `manage.py classify`."""

import json

import pytest

from compliance.ai_act.jsonl import MissingKey, classify_line
from compliance.ai_act.ruleset import latest

RULESET = latest()
ANSWERS = {
    "q_system": "generative",
    "q_role": ["use_supplied"],
    "q_prohibited": ["none"],
    "q_area": ["employment"],
    "q_employment": ["recruit"],
    "q_profiling": "yes",
    "q_public": "no",
    "q_vendor": "intended",
    "q_people": ["none"],
}
KEYS = [
    "id",
    "ruleset_version",
    "outcome",
    "article",
    "flags",
    "provisional",
    "pending_questions",
    "trace",
    "obligations",
]


def test_a_line_is_classified_in_the_agreed_shape():
    found = classify_line(RULESET, {"id": 7, "answers": ANSWERS, "facts": ["personal_data"]})

    assert list(found) == KEYS
    assert (found["id"], found["ruleset_version"], found["outcome"]) == (7, "2026.11.0", "high_risk")
    assert found["article"] == "Art. 6(2), 6(3) 3rd subpara., Annex III"
    assert found["flags"] == ["deployer", "gpai", "profiling", "workplace"]
    assert (found["provisional"], found["pending_questions"]) == (None, [])
    assert "ob_art26_9" in found["obligations"]
    assert all(list(reason) == ["rule", "article", "because"] for reason in found["trace"])
    assert json.loads(json.dumps(found)) == found


def test_a_line_that_is_not_finished_is_undetermined():
    found = classify_line(RULESET, {"id": "a", "answers": {**ANSWERS, "q_people": ["unsure"]}})

    assert (found["outcome"], found["article"], found["provisional"]) == ("undetermined", None, "high_risk")
    assert (found["pending_questions"], found["obligations"]) == (["q_people"], [])
    assert found["trace"]


def test_reasons_are_in_french():
    found = classify_line(RULESET, {"id": "a", "answers": ANSWERS})

    assert found["trace"][-1]["because"] == "Annexe III avec profilage\u00a0: toujours à haut risque."


def test_a_day_keeps_what_is_in_force_and_tells_what_comes_later():
    found = classify_line(RULESET, {"id": "a", "answers": ANSWERS, "on": "2026-11-24"})

    assert "ob_art4_literacy" in found["obligations"]
    assert "ob_art26_2" not in found["obligations"]
    assert "ob_art26_2" in found["trace"][-1]["because"]


def test_absent_and_null_options_are_the_same():
    line = {"id": "a", "answers": ANSWERS}

    assert classify_line(RULESET, {**line, "facts": None, "on": None}) == classify_line(RULESET, line)


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ({"answers": {"q_colour": "blue"}}, "q_colour"),
        ({"answers": {"q_system": "moon"}}, "moon"),
        ({"answers": {"q_system": "rules", "q_area": ["moon"]}}, "moon"),
        ({"answers": {"q_area": ["none", "police"]}}, "q_area"),
        ({"answers": []}, "réponses"),
        ({"answers": "q_system"}, "réponses"),
        ({"answers": None}, "réponses"),
        ({"answers": {"q_role": "use_supplied"}}, "q_role"),
        ({"answers": {}, "facts": ["workplace"]}, "workplace"),
        ({"answers": {}, "facts": "personal_data"}, "faits"),
        ({"answers": {}, "on": "tomorrow"}, "tomorrow"),
        ({"answers": {}, "on": 20261124}, "20261124"),
    ],
    ids=str,
)
def test_what_cannot_be_understood_is_named_on_its_line(line, named):
    found = classify_line(RULESET, {"id": "a", **line})

    assert list(found) == ["id", "error"]
    assert named in found["error"]


@pytest.mark.parametrize(
    ("line", "key"), [({"answers": {}}, "id"), ({"id": 1}, "answers"), ([], "id"), ("x", "id")]
)
def test_a_missing_key_is_named(line, key):
    with pytest.raises(MissingKey, match=key):
        classify_line(RULESET, line)
