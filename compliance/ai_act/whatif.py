"""What would change a result: for the two nearest tiers, the fewest answers that lead there. Pure.

hypotheses(ruleset, answers, facts) -> (Hypothesis(outcome="transparency", changes=(Change(…),), …), …)

The search walks the questionnaire as people do: one answer is changed, then only the questions that this
opens are answered. « Je ne sais pas » is never a change, and an undetermined result never a tier, so that
nothing here makes ignorance look better than knowledge. Same input, same result: the order is the ruleset's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from compliance.ai_act.engine import Outcome, classify
from compliance.ai_act.ruleset import UNDETERMINED
from compliance.ai_act.shapes import Option, Question, Ruleset

Answers = Mapping[str, str | list[str]]
LIGHTEST = "minimal"
ADD, INSTEAD, DROP = "add", "instead", "drop"
MOST_TRIED = 1500
"""How many sets of answers are judged at most: about a tenth of a second."""
MOST_CHANGES = 5


@dataclass(frozen=True, slots=True)
class Change:
    """One answer given otherwise. `kind`: the option is added, taken instead of the answer, or dropped."""

    question: Question
    option: Option
    kind: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A tier, the changes that lead there, and the rule that would then decide."""

    outcome: str
    changes: tuple[Change, ...]
    answers: dict[str, str | list[str]]
    rule: str
    article: str | None


@dataclass(frozen=True, slots=True)
class _State:
    """A set of answers on the way, and how it came about."""

    answers: dict[str, str | list[str]]
    changes: tuple[Change, ...]
    outcome: Outcome


def hypotheses(
    ruleset: Ruleset, answers: Answers, facts: Collection[str] = frozenset(), *, most: int = 2
) -> tuple[Hypothesis, ...]:
    """The nearest tiers in order of severity, those above first when two are as near. Empty while the result
    is undetermined, and for tiers that no few changes lead to. Raises BadAnswer like `classify`."""
    now = classify(ruleset, answers, facts)
    if now.outcome == UNDETERMINED:
        return ()
    wanted = _by_nearness(ruleset, now.outcome)
    found: dict[str, Hypothesis] = {}
    start = _State(dict(answers), (), now)
    for state in islice(_tried(ruleset, start, frozenset(facts)), MOST_TRIED):
        if state.outcome.outcome in wanted and state.outcome.outcome not in found:
            found[state.outcome.outcome] = _hypothesis(state)
        if all(name in found for name in wanted[:most]):
            break
    return tuple(found[name] for name in wanted if name in found)[:most]


def _by_nearness(ruleset: Ruleset, outcome: str) -> list[str]:
    """The other tiers, nearest in severity first. Leaving the scope of the Act is no tier to aim at."""
    ranks = {kind.id: kind.rank for kind in ruleset.outcomes.values() if kind.rank is not None}
    here = ranks[outcome]
    others = [name for name in ranks if name != outcome and ranks[name] >= ranks[LIGHTEST]]
    return sorted(others, key=lambda name: (abs(ranks[name] - here), -ranks[name]))


def _tried(ruleset: Ruleset, start: _State, facts: frozenset[str]) -> Iterator[_State]:
    """Every state that one change gives, then what completing it gives, fewest changes first."""
    waiting = [
        _judged(ruleset, start, change, answer, facts)
        for name in start.outcome.visible_questions
        for change, answer in _changes(ruleset.by_id[name], start.answers.get(name))
    ]
    while waiting:
        yield from waiting
        opened = [state for state in waiting if _opens(state)]
        if len(waiting[0].changes) == MOST_CHANGES:
            return
        waiting = [
            _judged(ruleset, state, change, answer, facts)
            for state in opened
            for change, answer in _first_answers(ruleset, state)
        ]


def _opens(state: _State) -> bool:
    """Whether the change asked a question that has no answer yet."""
    return state.outcome.outcome == UNDETERMINED and bool(state.outcome.unanswered)


def _first_answers(ruleset: Ruleset, state: _State) -> Iterator[tuple[Change, str | list[str]]]:
    yield from _changes(ruleset.by_id[state.outcome.unanswered[0]], None)


def _judged(
    ruleset: Ruleset, state: _State, change: Change, answer: str | list[str], facts: frozenset[str]
) -> _State:
    answers = {**state.answers, change.question.id: answer}
    return _State(answers, (*state.changes, change), classify(ruleset, answers, facts))


def _changes(question: Question, given: str | list[str] | None) -> Iterator[tuple[Change, str | list[str]]]:
    """The answers that differ by one option from the one given, without those that say « je ne sais pas »."""
    chosen = [given] if isinstance(given, str) else list(given or ())
    known = [option for option in question.options if not option.pending]
    for option in known:
        if option.id not in chosen:
            kind, answer = _with(question, chosen, option)
            yield Change(question, option, kind), answer
    for option in known if len(chosen) > 1 else ():
        if option.id in chosen:
            yield Change(question, option, DROP), [name for name in chosen if name != option.id]


def _with(question: Question, chosen: list[str], option: Option) -> tuple[str, str | list[str]]:
    """Added to what was ticked where that may be; else instead of it."""
    if not question.is_multi:
        return INSTEAD, option.id
    stays = [
        name for name in chosen if not question.by_id[name].exclusive and not question.by_id[name].pending
    ]
    if option.exclusive or not stays:
        return INSTEAD, [option.id]
    return ADD, [item.id for item in question.options if item.id in {*stays, option.id}]


def _hypothesis(state: _State) -> Hypothesis:
    outcome = state.outcome
    return Hypothesis(outcome.outcome, state.changes, state.answers, outcome.rule, outcome.article)
