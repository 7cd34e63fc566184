"""Loading the shipped rulesets: what they offer to the screens, and what is refused."""

import pytest

from builders.golden import GONE, changed
from compliance import rulesets
from compliance.ai_act.ruleset import RulesetError, build, latest, load
from compliance.data_rules import latest_rules, load_rules

RULESET = latest()
SOURCE = RULESET.source
ASKED = "questionnaire"


def test_the_shipped_ruleset_is_loaded_once():
    assert load("2026.11.0") is RULESET
    assert RULESET.version == "2026.11.0"


@pytest.mark.parametrize("version", ["2020.1.0", "", "../ai_act/2026.11.0", "2026.11.0.yaml"])
def test_a_version_that_is_not_shipped_is_refused(version):
    with pytest.raises(RulesetError, match="has the version"):
        load(version)
    with pytest.raises(RulesetError, match="has the version"):
        load_rules(version)


def test_a_family_that_is_not_shipped_is_refused():
    with pytest.raises(RulesetError, match="moon"):
        rulesets.newest("moon")


def test_versions_are_ordered_by_number(tmp_path, monkeypatch):
    monkeypatch.setattr(rulesets, "FOLDER", tmp_path)
    (tmp_path / "ai_act").mkdir()
    for version in ("2026.9.0", "2026.11.0", "2027.1.0"):
        (tmp_path / "ai_act" / f"{version}.yaml").write_text("meta: {ruleset_version: '1.0'}")

    assert rulesets.newest("ai_act") == "2027.1.0"
    with pytest.raises(RulesetError, match="says it is"):
        rulesets.read("ai_act", "2026.9.0")


def test_the_data_rules_repeat_the_gdpr_ruleset_word_for_word():
    whole, part = rulesets.read("gdpr", "2026.11.0"), latest_rules().source

    assert part["data_classification"] == whole["data_classification"]
    assert part["meta"] == whole["meta"]
    assert part["sources"] == whole["sources"]
    assert part["transfers_chapter_v"]["default_policy"] == whole["transfers_chapter_v"]["default_policy"]


def test_labels_are_in_both_languages_with_french_typography():
    question = RULESET.by_id["q_system"]

    assert question.fr == "De quel type de système s’agit-il\u00a0?"
    assert question.en == "What kind of system is it?"
    assert question.help is not None
    assert [option.id for option in question.rare_options] == ["knowledge", "basic", "classic"]
    assert len(question.usual_options) + len(question.rare_options) == len(question.options)


def test_everything_that_is_shown_has_both_languages():
    shown = [*RULESET.questions, *RULESET.flags.values(), *RULESET.outcomes.values(), *RULESET.templates]
    shown += [option for question in RULESET.questions for option in question.options]
    shown += [item for duty in RULESET.obligations.values() for item in (duty, *duty.evidence)]
    shown += [outcome.next for outcome in RULESET.outcomes.values()]

    assert all(item.fr and item.en for item in shown)


def test_an_obligation_carries_its_evidence_dates_and_penalty():
    duty = RULESET.obligations["ob_art73"]

    assert [item.id for item in duty.evidence] == ["ev_incident_report"]
    assert {field: day.isoformat() for field, day in duty.dates.items()} == {
        "applies_from": "2027-12-02",
        "applies_from_annex_i": "2028-08-02",
    }
    assert [item.longest for item in duty.deadlines] == ["P15D", "P10D", "P2D"]
    assert duty.penalty is not None
    assert duty.penalty.id == "pen_national"
    assert RULESET.obligations["ob_art50_2"].grace_until is not None


def test_the_reasons_are_flags_with_labels_of_their_own():
    assert RULESET.flags["p_f"].kind == "basis"
    assert RULESET.flags["annex_iii_4a"].article == "Annex III, 4(a)"
    assert RULESET.flags["annex_iii"].kind == "internal"
    assert RULESET.flags["personal_data"].kind == "registry"


def test_templates_never_answer_what_must_be_confirmed():
    assert RULESET.must_confirm == ("q_prohibited", "q_area")
    assert not any(set(RULESET.must_confirm) & set(template.prefill) for template in RULESET.templates)


FLAG = {"flag": "a_smile"}


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        ((ASKED, "questions", 1, "visible_if"), FLAG, "q_role.visible_if: unknown flag 'a_smile'"),
        ((ASKED, "questions", 1, "visible_if"), {"flag": "is_ai", "not": FLAG}, "a condition is one of"),
        ((ASKED, "questions", 1, "visible_if"), {"perhaps": True}, "perhaps"),
        ((ASKED, "questions", 1, "visible_if"), {"outcome": "minimal"}, "may be used here"),
        ((ASKED, "questions", 1, "visible_if"), {"all": []}, "not empty"),
        ((ASKED, "questions", 1, "visible_if"), {"always": False}, "always"),
        ((ASKED, "questions", 1, "visible_if"), {"answer": {"q": "q_moon", "has": "x"}}, "q_moon"),
        ((ASKED, "questions", 1, "visible_if"), {"answer": {"q": "q_area", "has": "moon"}}, "moon"),
        ((ASKED, "questions", 1, "visible_if"), {"any": [{"not": FLAG}]}, "a_smile"),
        ((ASKED, "questions", 1, "id"), "q_system", "q_system"),
        ((ASKED, "questions", 1, "type"), "perhaps", "perhaps"),
        ((ASKED, "questions", 1, "options", 0, "sets"), ["a_smile"], "q_role.use_supplied: unknown flag"),
        ((ASKED, "questions", 12, "options", 0, "id"), True, "True"),
        ((ASKED, "questions", 1, "options"), GONE, "options"),
        ((ASKED, "derived_flags", 0, "when"), FLAG, "d_mark.when"),
        ((ASKED, "derived_flags", 0, "sets"), ["a_smile"], "d_mark"),
        ((ASKED, "derived_flags", 0, "stage"), "during", "during"),
        ((ASKED, "derived_flags", 3, "when"), {"outcome": "moon"}, "moon"),
        ((ASKED, "resolution", 0, "when"), FLAG, "r_not_ai.when"),
        ((ASKED, "resolution", 0, "outcome"), "moon", "moon"),
        ((ASKED, "resolution", 0, "id"), "r_scope", "r_scope"),
        ((ASKED, "resolution"), [], "always hold"),
        ((ASKED, "outcomes", 7, "id"), "open", "undetermined"),
        ((ASKED, "flags", 0, "id"), "deployer", "twice"),
        ((ASKED, "templates", 0, "items", 0, "prefill"), {"q_moon": "x"}, "q_moon"),
        ((ASKED, "templates", 0, "items", 0, "prefill"), {"q_role": ["moon"]}, "moon"),
        ((ASKED, "templates", 0, "must_confirm"), ["q_moon"], "q_moon"),
        (("obligations", 0, "tiers"), ["moon"], "moon"),
        (("obligations", 0, "roles"), ["moon"], "moon"),
        (("obligations", 0, "penalty"), "pen_moon", "pen_moon"),
        (("obligations", 1, "when"), FLAG, "a_smile"),
        (("obligations", 1, "applies_from"), GONE, "applies_from"),
        (("obligation_rules", "suppress", 0, "tiers_only"), ["moon"], "moon"),
        (("obligation_rules", "dates", "when_flag"), {"a_smile": "applies_from"}, "a_smile"),
    ],
)
def test_a_ruleset_that_names_what_it_does_not_define_is_refused(path, value, named):
    with pytest.raises(RulesetError, match=named):
        build(changed(SOURCE, path, value))
