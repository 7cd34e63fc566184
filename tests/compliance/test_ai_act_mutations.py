"""No rule of the AI Act ruleset can change without a golden case failing.

Each parametrised test alters one rule in every way that makes sense (a condition loses a part, a list loses
or gains an item, a date moves by a day) and asks the golden cases whether they notice. EQUIVALENT lists,
with the reason, the few changes that cannot be noticed because the rest of the ruleset makes them impossible
to observe.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from builders.ai_act_cases import noticed
from builders.golden import GONE, at, changed, simpler, with_each, without_each
from compliance.ai_act.ruleset import RulesetError, build, latest

SOURCE: Any = latest().source
ASKED = SOURCE["questionnaire"]
TIERS = [item["id"] for item in ASKED["outcomes"] if item["id"] != "undetermined"]
OWED = [name for name in TIERS if name != "not_ai_system"]  # where nobody has a role, nothing is owed
ROLES = ["provider", "deployer", "importer", "distributor", "supplier"]

Mutants = Iterator[tuple[str, Any]]

EQUIVALENT = {
    # q_profiling is asked only when annex_iii is raised, so its answer already says so
    "q_filter": {"visible_if: all annex_iii"},
    # the options that raise scope_out are exclusive, so no role comes with them
    "q_model": {"visible_if: all not scope_out"},
    # fria_direct already decides, so fria_area beside it changes nothing
    "q_services.credit": {"sets: fria_area"},
    "q_services.insurance": {"sets: fria_area"},
    # fria_direct and fria_area come with annex_iii; q_public is asked only under fria_area
    "d_fria": {"when: all annex_iii", "when: all fria_area"},
    # profiling and filter_ok are raised by questions asked under annex_iii alone
    "r_profiling": {"when: all annex_iii", "after r_exempted"},
    "r_exempted": {"when: all annex_iii"},
    # the two rules cannot both hold: the first one hides the questions of the second
    "r_not_ai": {"after r_scope"},
    "r_scope": {"after r_prohibited"},
    # nobody has a role in what is not an AI system, and no answer raises authorised_representative
    "ob_reassess": {"tiers: not_ai_system"},
    "ob_art22": {"roles: authorised_representative"},
}

# An obligation that asks for one of these flags cannot meet these tiers, nor these roles without its own: the
# flag is raised elsewhere only. Adding them to the obligation changes nothing.
HIGH_RISK_ONLY = {"high_risk_exempted", "minimal", "out_of_scope", "prohibited", "transparency"}
ANNEX_III_ONLY = {"minimal", "out_of_scope", "transparency"}
DUTY_ONLY = {"minimal", "out_of_scope"}
NEVER_WITH = {
    "art25": HIGH_RISK_ONLY | {"deployer", "distributor", "importer", "supplier"},
    "fria_required": HIGH_RISK_ONLY,
    "annex_iii": ANNEX_III_ONLY,
    "workplace": ANNEX_III_ONLY,
    "art50_1": DUTY_ONLY,
    "art50_2": DUTY_ONLY,
    "art50_3": DUTY_ONLY,
    "art50_4_deepfake": DUTY_ONLY | {"provider", "distributor", "importer", "supplier"},
    "art50_4_text": DUTY_ONLY | {"provider", "distributor", "importer", "supplier"},
}


def survivors(mutants: Mutants, likely: str = "") -> set[str]:
    return {name for name, data in mutants if noticed(build(data), likely) is None}


def labelled(kind: str, mutants: Mutants) -> Mutants:
    return ((f"{kind}: {name}", data) for name, data in mutants)


def condition(path: tuple[Any, ...]) -> Mutants:
    """The condition at `path` taken away, and simplified in every way."""
    kind = path[-1]
    yield f"{kind}: gone", changed(SOURCE, path, GONE)
    yield from labelled(kind, simpler(SOURCE, path))


@pytest.mark.parametrize("index", range(len(ASKED["questions"])), ids=lambda i: ASKED["questions"][i]["id"])
def test_every_visibility_rule_is_checked(index: int) -> None:
    question = ASKED["questions"][index]
    path = ("questionnaire", "questions", index, "visible_if")
    mutants = condition(path) if "visible_if" in question else iter(())

    assert survivors(mutants, question["id"]) == EQUIVALENT.get(question["id"], set())


OPTIONS = [
    (number, position, f"{question['id']}.{option['id']}")
    for number, question in enumerate(ASKED["questions"])
    for position, option in enumerate(question["options"])
]


def option_mutants(path: tuple[Any, ...], option: dict[str, Any]) -> Mutants:
    if option["sets"]:
        yield "sets: emptied", changed(SOURCE, (*path, "sets"), [])
        yield from labelled("sets", without_each(SOURCE, (*path, "sets")))
    for word in ("pending", "exclusive"):
        if option.get(word):
            yield f"{word}: gone", changed(SOURCE, (*path, word), GONE)


@pytest.mark.parametrize(("number", "position", "name"), OPTIONS, ids=[item[2] for item in OPTIONS])
def test_every_option_is_checked(number: int, position: int, name: str) -> None:
    path = ("questionnaire", "questions", number, "options", position)
    mutants = option_mutants(path, at(SOURCE, path))

    assert survivors(mutants, at(SOURCE, path)["id"]) == EQUIVALENT.get(name, set())


def derived_mutants(index: int) -> Mutants:
    rules = ("questionnaire", "derived_flags")
    items = at(SOURCE, rules)
    yield "gone", changed(SOURCE, rules, items[:index] + items[index + 1 :])
    yield from labelled("sets", without_each(SOURCE, (*rules, index, "sets")))
    yield from labelled("when", simpler(SOURCE, (*rules, index, "when")))


@pytest.mark.parametrize(
    "index", range(len(ASKED["derived_flags"])), ids=lambda i: ASKED["derived_flags"][i]["id"]
)
def test_every_derived_flag_is_checked(index: int) -> None:
    name = ASKED["derived_flags"][index]["id"]

    assert survivors(derived_mutants(index)) == EQUIVALENT.get(name, set())


def resolution_mutants(index: int) -> Mutants:
    rules = ("questionnaire", "resolution")
    items = at(SOURCE, rules)
    following = items[index + 1]
    yield "gone", changed(SOURCE, rules, items[:index] + items[index + 1 :])
    if following is not items[-1]:
        swapped = [*items[:index], following, items[index], *items[index + 2 :]]
        yield f"after {following['id']}", changed(SOURCE, rules, swapped)
    yield from resolution_texts(index)
    yield from labelled("when", simpler(SOURCE, (*rules, index, "when")))


def resolution_texts(index: int) -> Mutants:
    path = ("questionnaire", "resolution", index)
    for other in TIERS:
        if other != at(SOURCE, path)["outcome"]:
            yield f"outcome: {other}", changed(SOURCE, (*path, "outcome"), other)
    yield "article", changed(SOURCE, (*path, "article"), "Art. 113")


@pytest.mark.parametrize(
    "index", range(len(ASKED["resolution"]) - 1), ids=lambda i: ASKED["resolution"][i]["id"]
)
def test_every_resolution_rule_is_checked(index: int) -> None:
    rule = ASKED["resolution"][index]

    assert survivors(resolution_mutants(index), rule["id"]) == EQUIVALENT.get(rule["id"], set())


def test_the_last_resolution_rule_is_checked() -> None:
    rules = ("questionnaire", "resolution")

    assert survivors(resolution_texts(len(ASKED["resolution"]) - 1)) == set()
    with pytest.raises(RulesetError, match="always hold"):
        build(changed(SOURCE, rules, at(SOURCE, rules)[:-1]))


def obligation_mutants(index: int) -> Mutants:
    path = ("obligations", index)
    item = at(SOURCE, path)
    yield (
        "gone",
        changed(SOURCE, ("obligations",), SOURCE["obligations"][:index] + SOURCE["obligations"][index + 1 :]),
    )
    yield from labelled("tiers", without_each(SOURCE, (*path, "tiers")))
    yield from labelled("roles", without_each(SOURCE, (*path, "roles")))
    yield from labelled("more tiers", with_each(SOURCE, (*path, "tiers"), OWED))
    yield from labelled("more roles", with_each(SOURCE, (*path, "roles"), ROLES))
    if "when" in item:
        yield from condition((*path, "when"))
    for field in ("applies_from", "applies_from_annex_i"):
        if field in item:
            later = date.fromisoformat(item[field]) + timedelta(days=1)
            yield f"{field}: a day later", changed(SOURCE, (*path, field), later.isoformat())


def unreachable(index: int) -> set[str]:
    """The additions that NEVER_WITH explains."""
    item = SOURCE["obligations"][index]
    asked = latest().obligations[item["id"]].when.flags()
    never = set().union(*(NEVER_WITH.get(flag, set()) for flag in asked))
    tiers = {f"more tiers: {name}" for name in never.intersection(OWED).difference(item["tiers"])}
    return tiers | {f"more roles: {name}" for name in never.intersection(ROLES).difference(item["roles"])}


@pytest.mark.parametrize(
    "index", range(len(SOURCE["obligations"])), ids=lambda i: SOURCE["obligations"][i]["id"]
)
def test_every_obligation_is_checked(index: int) -> None:
    name = SOURCE["obligations"][index]["id"]

    assert survivors(obligation_mutants(index), name) == EQUIVALENT.get(name, set()) | unreachable(index)


def test_the_obligation_rules_are_checked() -> None:
    rules = ("obligation_rules",)
    mutants = iter(
        [
            ("no suppression", changed(SOURCE, (*rules, "suppress"), [])),
            (
                "suppression for section A",
                changed(SOURCE, (*rules, "suppress", 0, "when", "flag"), "annex_i_section_a"),
            ),
            (
                "suppression of another tier",
                changed(SOURCE, (*rules, "suppress", 0, "tiers_only"), ["prohibited"]),
            ),
            ("no date for products", changed(SOURCE, (*rules, "dates", "when_flag"), {})),
        ]
    )

    assert survivors(mutants) == set()
