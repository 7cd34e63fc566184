"""One line of `manage.py data_answer`."""

import json

import pytest

from compliance.data_rules import ClientClause, MissingKey, answer_line, latest_rules

RULES = latest_rules()
LINE = {
    "id": "q1",
    "levels": ["client_confidential"],
    "tool_class": "t2",
    "client_policy": "consented",
    "evidence": ["client_consent", "secrets_scan"],
}
PLANS = {
    "copilot-business": ("t1", "eea", ["bounded_retention", "transfer_ok", "dpa_signed"]),
    "no-region": ("t2", None, []),
}
CLIENTS = {
    "acme": ("consented", [], ["client_consent"]),
    "strict": ("consented", [ClientClause("C-9", forbids=True, passage="Pas d'IA")], ["client_consent"]),
    "new": ("no_policy", [], []),
}


def answer(**changes):
    line = {key: value for key, value in {**LINE, **changes}.items() if value is not ...}
    return answer_line(RULES, line, resolve_plan=PLANS.get, resolve_client=CLIENTS.get)


def test_a_line_is_answered_in_the_agreed_shape():
    found = answer()

    assert list(found) == ["id", "ruleset_version", "result", "conditions", "missing", "trace"]
    assert (found["id"], found["ruleset_version"]) == ("q1", "2026.11.0")
    assert (found["result"], found["missing"]) == ("refused", ["licence_ok"])
    assert found["conditions"] == sorted(found["conditions"])
    assert all(list(step) == ["rule", "value", "because"] for step in found["trace"])
    assert json.loads(json.dumps(found)) == found


def test_a_plan_brings_its_class_its_region_and_its_evidence():
    found = answer(
        tool_class=..., plan="copilot-business", evidence=["client_consent", "secrets_scan", "licence_ok"]
    )

    assert found["result"] == "allowed"


def test_a_plan_without_region_is_refused_personal_data():
    found = answer(tool_class=..., plan="no-region", levels=["personal"], client_policy="none")

    assert found["result"] == "forbidden"
    assert "region.unknown" in [step["rule"] for step in found["trace"]]


def test_a_region_on_the_line_replaces_that_of_the_plan():
    asked = {"tool_class": ..., "plan": "no-region", "levels": ["personal"], "client_policy": "none"}

    found = answer(**asked, region="eea", evidence=["legal_basis", "transfer_ok"])

    assert found["result"] == "allowed"


def test_a_client_brings_its_policy_its_consent_and_its_clauses():
    proven = ["secrets_scan", "licence_ok"]

    assert answer(client_policy=..., client="acme", evidence=proven)["result"] == "allowed"
    assert answer(client_policy=..., client="new", evidence=proven)["result"] == "forbidden"
    strict = answer(client_policy=..., client="strict", evidence=proven)
    assert strict["result"] == "forbidden"
    assert {"rule": "C-9", "value": "forbidden"}.items() <= next(
        step for step in strict["trace"] if step["rule"] == "C-9"
    ).items()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"levels": ["moon"]}, "moon"),
        ({"levels": []}, "niveau"),
        ({"levels": "public"}, "public"),
        ({"levels": None}, "None"),
        ({"levels": [1]}, "1"),
        ({"tool_class": "t9"}, "t9"),
        ({"tool_class": None}, "None"),
        ({"tool_class": ..., "plan": "no-such-plan"}, "no-such-plan"),
        ({"tool_class": ..., "plan": ["copilot-business"]}, "copilot-business"),
        ({"plan": "copilot-business"}, "tool_class"),
        ({"client_policy": "friendly"}, "friendly"),
        ({"client_policy": ..., "client": "nobody"}, "nobody"),
        ({"client": "acme"}, "client_policy"),
        ({"evidence": ["a_smile"]}, "a_smile"),
        ({"evidence": "client_consent"}, "client_consent"),
        ({"evidence": None}, "evidence"),
        ({"evidence": {"client_consent": True}}, "client_consent"),
        ({"region": "moon"}, "moon"),
        ({"region": ""}, "région"),
        ({"region": 7}, "7"),
    ],
    ids=str,
)
def test_what_cannot_be_understood_is_named_on_its_line(changes, named):
    found = answer(**changes)

    assert list(found) == ["id", "error"]
    assert named in found["error"]


def test_a_plan_or_a_client_is_unknown_where_nobody_can_look_it_up():
    by_plan = {**LINE, "plan": "copilot-business"}
    del by_plan["tool_class"]

    assert "copilot-business" in answer_line(RULES, by_plan)["error"]


@pytest.mark.parametrize("key", ["id", "levels", "tool_class", "client_policy", "evidence"])
def test_a_missing_key_is_named(key):
    with pytest.raises(MissingKey, match=key):
        answer(**{key: ...})


@pytest.mark.parametrize("line", [[], "text", 3, None])
def test_a_line_that_is_not_an_object_lacks_its_keys(line):
    with pytest.raises(MissingKey, match="id"):
        answer_line(RULES, line)
