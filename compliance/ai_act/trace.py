"""The reasons printed under an outcome: which answers counted, which rules fired, what comes later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from compliance.ai_act.obligations import DueObligation
from compliance.ai_act.shapes import (
    BASIS,
    REPORT,
    DerivedFlag,
    Flag,
    Option,
    Question,
    Resolution,
    Ruleset,
    Suppression,
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. `rule` is `question.option`, or the id of a rule of the ruleset."""

    rule: str
    article: str | None
    because_fr: str
    because_en: str


def of_options(
    ruleset: Ruleset, chosen: Iterable[tuple[Question, Option]], read: Collection[str]
) -> Iterator[Reason]:
    """The options that raised a flag that is reported, is a reason, or was read by a rule that fired."""
    for question, option in chosen:
        flags = [ruleset.flags[name] for name in option.sets]
        if any(flag.kind in (REPORT, BASIS) or flag.id in read for flag in flags):
            yield _chose(question, option, _article(question, option, flags))


def of_pending(
    ruleset: Ruleset, pending: Iterable[str], answers: Mapping[str, Collection[str]]
) -> Iterator[Reason]:
    """The questions that keep the outcome open: without an answer, or with one that does not know."""
    for name in pending:
        question = ruleset.by_id[name]
        given = answers.get(name, ())
        unsure = [option for option in question.options if option.pending and option.id in given]
        for option in unsure:
            yield _chose(question, option, question.article)
        if not unsure:
            missing = f"{question.fr} Sans réponse.", f"{question.en} No answer."
            yield Reason(name, question.article, *missing)


def of_derived(ruleset: Ruleset, rule: DerivedFlag) -> Reason:
    """A derived flag, told with the labels of what it raised."""
    flags = [ruleset.flags[name] for name in rule.sets]
    fr, en = "\u00a0; ".join(flag.fr for flag in flags), "; ".join(flag.en for flag in flags)
    return Reason(
        rule.id, rule.article, f"Déduit des réponses\u00a0: {fr}.", f"Follows from the answers: {en}."
    )


def of_resolution(rule: Resolution) -> Reason:
    """The rule that decided."""
    return Reason(rule.id, rule.article, rule.fr, rule.en)


def of_provisional(rule: Resolution) -> Reason:
    """What the answers so far point to."""
    fr, en = f"À titre provisoire\u00a0: {rule.fr}", f"Provisionally: {rule.en}"
    return Reason(f"provisional.{rule.id}", rule.article, fr, en)


def of_suppression(rule: Suppression) -> Reason:
    """Why the usual duties of the tier are not listed."""
    article, _, en = rule.because.partition(": ")
    fr = f"{article}\u00a0: le droit sectoriel s’applique à la place des obligations de ce palier."
    return Reason("obligation_rules.suppress", article, fr, rule.because if not en else f"{article}: {en}.")


def of_dates(rows: Iterable[DueObligation]) -> Iterator[Reason]:
    """What is owed later, so that a list cut at a day never hides it."""
    later: dict[str, list[str]] = {}
    for row in rows:
        if not row.in_force:
            later.setdefault(row.applies_from.isoformat(), []).append(row.id)
    for day, ids in sorted(later.items()):
        names = ", ".join(ids)
        fr, en = f"En vigueur à partir du {day}\u00a0: {names}.", f"In force from {day}: {names}."
        yield Reason("obligation_rules.dates", None, fr, en)


def _chose(question: Question, option: Option, article: str | None) -> Reason:
    fr, en = f"{question.fr} {option.fr}.", f"{question.en} {option.en}."
    return Reason(f"{question.id}.{option.id}", article, fr, en)


def _article(question: Question, option: Option, flags: Iterable[Flag]) -> str | None:
    """The option's own article, else those of the reported flags that it raises, else the question's."""
    if option.article:
        return option.citation
    of_flags = [flag.article for flag in flags if flag.kind == REPORT and flag.article]
    return "; ".join(of_flags) or question.article
