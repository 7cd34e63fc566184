"""The condition grammar of the AI Act ruleset, parsed once into small objects.

`{flag: X}`, `{answer: {q: Q, has: O}}`, `{outcome: X}`, `{all: [...]}`, `{any: [...]}`, `{not: cond}`,
`{always: true}` (questionnaire.engine.condition_grammar).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, Protocol

from compliance.rulesets import RulesetError


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition may look at: flags raised so far, answers that count so far, the resolved outcome."""

    flags: AbstractSet[str]
    answers: Mapping[str, AbstractSet[str]]
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What a ruleset defines, so that a condition that names anything else is refused when it is loaded."""

    flags: AbstractSet[str]
    options: Mapping[str, AbstractSet[str]]
    outcomes: AbstractSet[str]


class Condition(Protocol):
    """One parsed condition."""

    def holds(self, seen: Situation) -> bool:
        """Whether the condition is met."""

    def flags(self) -> Iterator[str]:
        """The flags that it reads, so that the trace can show who raised them."""


@dataclass(frozen=True, slots=True)
class Always:
    def holds(self, seen: Situation) -> bool:
        return True

    def flags(self) -> Iterator[str]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Raised:
    flag: str

    def holds(self, seen: Situation) -> bool:
        return self.flag in seen.flags

    def flags(self) -> Iterator[str]:
        yield self.flag


@dataclass(frozen=True, slots=True)
class Answered:
    question: str
    option: str

    def holds(self, seen: Situation) -> bool:
        return self.option in seen.answers.get(self.question, ())

    def flags(self) -> Iterator[str]:
        return iter(())


@dataclass(frozen=True, slots=True)
class Resolved:
    outcome: str

    def holds(self, seen: Situation) -> bool:
        return seen.outcome == self.outcome

    def flags(self) -> Iterator[str]:
        return iter(())


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...]

    def holds(self, seen: Situation) -> bool:
        return all(part.holds(seen) for part in self.parts)

    def flags(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.flags()


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Condition, ...]

    def holds(self, seen: Situation) -> bool:
        return any(part.holds(seen) for part in self.parts)

    def flags(self) -> Iterator[str]:
        for part in self.parts:
            yield from part.flags()


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition

    def holds(self, seen: Situation) -> bool:
        return not self.part.holds(seen)

    def flags(self) -> Iterator[str]:
        return self.part.flags()


ALWAYS = Always()


def parse(raw: Any, names: Names, where: str, *, after: bool = False) -> Condition:
    """The condition written at `where`.

    `after` allows `{outcome: X}`, which only means something once the outcome is resolved.
    Raises RulesetError for an unknown word, flag, question, option or outcome.
    """
    if not isinstance(raw, dict) or len(raw) != 1:
        raise RulesetError(f"{where}: a condition is one of {', '.join(_PARSERS)}; got {raw!r}")
    word, value = next(iter(raw.items()))
    if word not in _PARSERS or (word == "outcome" and not after):
        raise RulesetError(f"{where}: {word!r} is not a condition that may be used here")
    return _PARSERS[word](value, names, where, after)


def _always(value: Any, names: Names, where: str, after: bool) -> Condition:
    if value is not True:
        raise RulesetError(f"{where}: always takes true, got {value!r}")
    return ALWAYS


def _flag(value: Any, names: Names, where: str, after: bool) -> Condition:
    if value not in names.flags:
        raise RulesetError(f"{where}: unknown flag {value!r}")
    return Raised(value)


def _answer(value: Any, names: Names, where: str, after: bool) -> Condition:
    question, option = value["q"], value["has"]
    if question not in names.options:
        raise RulesetError(f"{where}: unknown question {question!r}")
    if option not in names.options[question]:
        raise RulesetError(f"{where}: unknown option {option!r} of {question}")
    return Answered(question, option)


def _outcome(value: Any, names: Names, where: str, after: bool) -> Condition:
    if value not in names.outcomes:
        raise RulesetError(f"{where}: unknown outcome {value!r}")
    return Resolved(value)


def _parts(value: Any, names: Names, where: str, after: bool) -> tuple[Condition, ...]:
    if not isinstance(value, list) or not value:
        raise RulesetError(f"{where}: all and any take a list that is not empty, got {value!r}")
    return tuple(parse(part, names, where, after=after) for part in value)


def _all(value: Any, names: Names, where: str, after: bool) -> Condition:
    return AllOf(_parts(value, names, where, after))


def _any(value: Any, names: Names, where: str, after: bool) -> Condition:
    return AnyOf(_parts(value, names, where, after))


def _not(value: Any, names: Names, where: str, after: bool) -> Condition:
    return Not(parse(value, names, where, after=after))


_PARSERS: dict[str, Callable[[Any, Names, str, bool], Condition]] = {
    "always": _always,
    "flag": _flag,
    "answer": _answer,
    "outcome": _outcome,
    "all": _all,
    "any": _any,
    "not": _not,
}
