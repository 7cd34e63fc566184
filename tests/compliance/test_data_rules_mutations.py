"""No data rule can change without a golden question failing.

Every cell of level × class, every condition, every transfer policy, every class is altered in turn.
"""

from typing import Any

import pytest

from builders.data_cases import noticed
from builders.golden import GONE, at, changed, with_each, without_each
from compliance.data_rules import RulesetError, build_rules, latest_rules

SOURCE: Any = latest_rules().source
DATA = SOURCE["data_classification"]
VALUES = ["allowed", "conditions", "forbidden"]
CONDITIONS = [item["id"] for item in DATA["conditions"]]


def survivors(mutants) -> set[str]:
    return {name for name, data in mutants if noticed(build_rules(data)) is None}


def values_at(path):
    for value in VALUES:
        if value != at(SOURCE, path):
            yield value, changed(SOURCE, path, value)


CELLS = [
    (number, tool, f"{level['id']}.{tool}")
    for number, level in enumerate(DATA["levels"])
    for tool in level["by_tool"]
]


@pytest.mark.parametrize(("number", "tool", "name"), CELLS, ids=[cell[2] for cell in CELLS])
def test_every_cell_of_level_and_class_is_checked(number, tool, name):
    path = ("data_classification", "levels", number, "by_tool", tool)

    assert survivors(values_at(path)) == set()


@pytest.mark.parametrize("number", range(len(DATA["levels"])), ids=lambda i: DATA["levels"][i]["id"])
def test_every_condition_of_a_level_is_checked(number):
    path = ("data_classification", "levels", number)
    level = at(SOURCE, path)
    mutants = dict(without_each(SOURCE, (*path, "conditions")))
    for field in ("extra_if_client_data",):
        if field in level:
            mutants[field] = changed(SOURCE, (*path, field), GONE)
    if "conditions" in level["by_tool"].values():  # elsewhere no condition is ever asked
        mutants |= {
            f"more: {name}": data for name, data in with_each(SOURCE, (*path, "conditions"), CONDITIONS)
        }

    assert survivors(mutants.items()) - UNASKED.get(level["id"], set()) == set()


# internal is allowed or forbidden in every class: its conditions document the reason and are never asked
UNASKED = {"internal": {"work_account", "no_training"}}


@pytest.mark.parametrize("number", range(len(DATA["levels"])), ids=lambda i: DATA["levels"][i]["id"])
def test_the_rule_for_an_unknown_client_policy_is_checked(number):
    path = ("data_classification", "levels", number)
    mutants = {}
    if "unknown_client_policy" in at(SOURCE, path):
        mutants = dict(values_at((*path, "unknown_client_policy")))
        mutants["gone"] = changed(SOURCE, (*path, "unknown_client_policy"), GONE)

    assert survivors(mutants.items()) == set()


POLICIES = SOURCE["transfers_chapter_v"]["default_policy"]


@pytest.mark.parametrize("number", range(len(POLICIES)), ids=lambda i: POLICIES[i]["region"])
def test_every_transfer_policy_is_checked(number):
    path = ("transfers_chapter_v", "default_policy", number)
    mutants = dict(values_at((*path, "rule")))
    if "conditions" in at(SOURCE, path):
        mutants |= dict(without_each(SOURCE, (*path, "conditions")))
        mutants |= {f"more: {name}": data for name, data in more_conditions((*path, "conditions"))}

    assert survivors(mutants.items()) == set()


def more_conditions(path):
    asked_anyway = {
        "work_account",
        "no_training",
        "dpa_signed",
        "transfer_ok",
        "legal_basis",
        "bounded_retention",
    }
    return with_each(SOURCE, path, [name for name in CONDITIONS if name not in asked_anyway])


@pytest.mark.parametrize("number", range(len(POLICIES)), ids=lambda i: POLICIES[i]["region"])
def test_a_region_that_disappears_is_noticed(number):
    kept = POLICIES[:number] + POLICIES[number + 1 :]
    data = changed(SOURCE, ("transfers_chapter_v", "default_policy"), kept)

    if POLICIES[number]["region"] == "unknown":
        with pytest.raises(RulesetError, match="unknown"):
            build_rules(data)
    else:
        assert noticed(build_rules(data)) is not None


TOOL_CLASSES = DATA["tool_classes"]["items"]


@pytest.mark.parametrize("field", ["requires", "implies"])
@pytest.mark.parametrize("number", range(len(TOOL_CLASSES)), ids=lambda i: TOOL_CLASSES[i]["id"])
def test_every_tool_class_is_checked(number, field):
    path = ("data_classification", "tool_classes", "items", number, field)
    mutants = dict(without_each(SOURCE, path))
    if number or field == "implies":  # the lowest class requires nothing: another test
        mutants |= dict(with_each(SOURCE, path, CONDITIONS))

    assert survivors(mutants.items()) == set()


@pytest.mark.parametrize("number", range(len(CONDITIONS)), ids=lambda i: CONDITIONS[i])
def test_the_scope_of_every_condition_is_checked(number):
    path = ("data_classification", "conditions", number, "scope")
    others = [scope for scope in DATA["condition_scopes"] if scope != at(SOURCE, path)]

    assert survivors((scope, changed(SOURCE, path, scope)) for scope in others) == set()


def test_the_order_of_severity_is_checked():
    ranks = ("data_classification", "rule_values")
    mutants = [
        ("forbidden below conditions", changed(SOURCE, (*ranks, 2, "rank"), 0.5)),
        ("conditions below allowed", changed(SOURCE, (*ranks, 1, "rank"), -1)),
    ]

    assert survivors(mutants) == set()


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("data_classification", "levels", 1, "by_tool", "t0"), "perhaps", "perhaps"),
        (("data_classification", "levels", 1, "by_tool", "t0"), GONE, "by_tool"),
        (("data_classification", "levels", 1, "conditions"), ["a_smile"], "a_smile"),
        (("data_classification", "levels", 4, "extra_if_client_data"), ["a_smile"], "a_smile"),
        (("data_classification", "levels", 4, "unknown_client_policy"), "perhaps", "perhaps"),
        (("data_classification", "levels", 4, "id"), "private", "personal"),
        (("data_classification", "conditions", 0, "scope"), "moon", "moon"),
        (("data_classification", "tool_classes", "items", 1, "implies"), ["a_smile"], "a_smile"),
        (("data_classification", "tool_classes", "items", 1, "requires"), ["a_smile"], "a_smile"),
        (("data_classification", "tool_classes", "items", 0, "requires"), ["scc"], "require nothing"),
        (("data_classification", "source_code_ownership", "items", 0, "level"), "moon", "moon"),
        (("transfers_chapter_v", "default_policy", 0, "rule"), "perhaps", "perhaps"),
        (("transfers_chapter_v", "default_policy", 2, "conditions"), ["a_smile"], "a_smile"),
        (("data_classification", "levels"), GONE, "levels"),
    ],
)
def test_a_ruleset_that_names_what_it_does_not_define_is_refused(path, value, named):
    with pytest.raises(RulesetError, match=named):
        build_rules(changed(SOURCE, path, value))
