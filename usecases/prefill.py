"""What a questionnaire may start with: a template, the tools, the last classification. Pure.

The questions that the ruleset wants confirmed (`Ruleset.must_confirm`) are never among them.
"""

from collections.abc import Iterable

from compliance.ai_act.shapes import Ruleset, Template
from usecases.wizard import Answers, readable

GENERATIVE = frozenset({"coding", "assistant", "office", "gateway", "local-model"})
"""Categories of the catalogue whose tools are generative assistants or models."""


def template_named(ruleset: Ruleset, name: str) -> Template | None:
    return next((template for template in ruleset.templates if template.id == name), None)


def starting_answers(
    ruleset: Ruleset, *, template: str = "", categories: Iterable[str] = ()
) -> dict[str, str | list[str]]:
    """What the template states, and what the tools tell where it is silent."""
    chosen = template_named(ruleset, template)
    stated = dict(chosen.prefill) if chosen else {}
    return _unconfirmed(ruleset, {**_from_tools(ruleset, tuple(categories)), **stated})


def again(ruleset: Ruleset, answers: Answers) -> dict[str, str | list[str]]:
    """The previous answers as a starting point for classifying again."""
    return _unconfirmed(ruleset, answers)


def _from_tools(ruleset: Ruleset, categories: tuple[str, ...]) -> dict[str, str | list[str]]:
    """Catalogue tools are a vendor's; the kind of system is told only when every tool agrees."""
    if not categories:
        return {}
    told: dict[str, str | list[str]] = {"q_role": ["use_supplied"]}
    if GENERATIVE.issuperset(categories):
        told["q_system"] = "generative"
    return {name: answer for name, answer in told.items() if _from_tool_allowed(ruleset, name)}


def _from_tool_allowed(ruleset: Ruleset, name: str) -> bool:
    return name in ruleset.by_id and ruleset.by_id[name].prefill_from_tool


def _unconfirmed(ruleset: Ruleset, answers: Answers) -> dict[str, str | list[str]]:
    return {
        name: answer
        for name, answer in readable(ruleset, answers).items()
        if name not in ruleset.must_confirm
    }
