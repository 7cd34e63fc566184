"""Clauses of one client that contradict each other: found and reported, never resolved in silence.

Meanwhile the data engine applies the strictest, so a contradiction can only make an answer more careful.
Pure: no database. `conflicts(terms, …)` takes what is in force for one client (and one of its projects).
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from etech_ai.enums import Labelled, gettext_noop

FORBIDS_AI, FORBIDS_VENDOR = "forbids_ai", "forbids_vendor"
NAMED_TOOLS_ONLY, RETENTION_LIMIT = "named_tools_only", "retention_limit"
INVOICED, NOT_INVOICED = "reinvoicing_allowed", "reinvoicing_forbidden"
SUPPOSES_AI = frozenset({NAMED_TOOLS_ONLY, "prior_notice", "disclosure", INVOICED, "dedicated_instance"})
"""Effects that make sense only where AI is permitted."""
POSITION = "policy"
"""The reference that stands for the client's general position on AI."""


class ConflictKind(Labelled):
    """What contradicts what, as a sentence."""

    BAN_AND_PERMISSION = (
        "ban_and_permission",
        gettext_noop("L’une interdit toute IA, l’autre la suppose permise."),
    )
    POSITION_AND_BAN = (
        "position_and_ban",
        gettext_noop("Le client dit accepter l’IA, une clause de son contrat l’interdit."),
    )
    VENDOR_AND_TOOL = "vendor_and_tool", gettext_noop("L’une nomme un outil dont l’autre interdit l’éditeur.")
    TOOL_LISTS = "tool_lists", gettext_noop("Les deux listes d’outils ne sont pas les mêmes.")
    RETENTIONS = "retentions", gettext_noop("Les deux durées de conservation ne sont pas les mêmes.")
    REINVOICING = "reinvoicing", gettext_noop("L’une permet la refacturation, l’autre l’interdit.")
    CONSENT_AND_BAN = (
        "consent_and_ban",
        gettext_noop("Un accord du client vise un outil que cette clause écarte."),
    )
    CIRCLE = "circle", gettext_noop("Ces clauses se renvoient l’une à l’autre : aucune ne dit la règle.")


@dataclass(frozen=True, slots=True)
class Term:
    """A clause as the comparison sees it: its slugs, and the words that may refer to another clause."""

    reference: str
    effect: str
    values: tuple[str, ...] = ()
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A contradiction between the clauses of these references; `names` are the tools it is about."""

    kind: ConflictKind
    references: tuple[str, ...]
    names: tuple[str, ...] = ()


def conflicts(
    terms: Sequence[Term],
    *,
    vendor_of: Mapping[str, str],
    accepts: bool | None = None,
    consented: Collection[str] = (),
) -> tuple[Conflict, ...]:
    """Every contradiction, in a stable order. `vendor_of` gives a tool's vendor, `accepts` the client's
    general position (None: silent), `consented` the tools it agreed to in writing."""
    found = [
        conflict
        for one, other in combinations(terms, 2)
        for rule in (_ban, _vendor, _lists, _retentions, _invoices)
        for conflict in rule(one, other, vendor_of)
    ]
    found += _with_position(terms, accepts)
    found += _with_consents(terms, vendor_of, consented)
    found += [Conflict(ConflictKind.CIRCLE, circle) for circle in circles(terms)]
    return tuple(found)


def circles(terms: Sequence[Term]) -> tuple[tuple[str, ...], ...]:
    """Clauses that do nothing but refer to each other in a circle, each circle once."""
    leads = {term.reference: _referred(term, terms) for term in terms}
    found = {tuple(sorted(path)) for start in leads if (path := _circle_from(start, leads))}
    return tuple(sorted(found))


def _referred(term: Term, terms: Sequence[Term]) -> list[str]:
    """The other clauses that a passage names."""
    return [other.reference for other in terms if _names(term.passage, other.reference) and other is not term]


def _names(passage: str, reference: str) -> bool:
    before, found, after = passage.casefold().partition(reference.casefold())
    return bool(found) and not (before[-1:].isalnum() or after[:1].isalnum())


def _circle_from(start: str, leads: Mapping[str, list[str]]) -> tuple[str, ...]:
    """The references on a way that comes back to where it started; empty when there is none."""
    waiting: list[tuple[str, tuple[str, ...]]] = [(start, (start,))]
    seen: set[str] = set()
    while waiting:
        at, path = waiting.pop()
        for following in leads.get(at, ()):
            if following == start:
                return path
            if following not in seen:
                seen.add(following)
                waiting.append((following, (*path, following)))
    return ()


Rule = Callable[[Term, Term, Mapping[str, str]], Iterator[Conflict]]


def _either(one: Term, other: Term, effect: str) -> tuple[Term, Term] | None:
    """Both terms with the one of that effect first."""
    if one.effect == effect:
        return one, other
    return (other, one) if other.effect == effect else None


def _said(kind: ConflictKind, *terms: Term, names: Collection[str] = ()) -> Conflict:
    return Conflict(kind, tuple(term.reference for term in terms), tuple(sorted(names)))


def _ban(one: Term, other: Term, vendor_of: Mapping[str, str]) -> Iterator[Conflict]:
    pair = _either(one, other, FORBIDS_AI)
    if pair and pair[1].effect in SUPPOSES_AI:
        yield _said(ConflictKind.BAN_AND_PERMISSION, *pair)


def _vendor(one: Term, other: Term, vendor_of: Mapping[str, str]) -> Iterator[Conflict]:
    pair = _either(one, other, FORBIDS_VENDOR)
    if pair and pair[1].effect == NAMED_TOOLS_ONLY:
        tools = [tool for tool in pair[1].values if vendor_of.get(tool) in pair[0].values]
        if tools:
            yield _said(ConflictKind.VENDOR_AND_TOOL, *pair, names=tools)


def _lists(one: Term, other: Term, vendor_of: Mapping[str, str]) -> Iterator[Conflict]:
    apart = set(one.values) ^ set(other.values)
    if one.effect == other.effect == NAMED_TOOLS_ONLY and apart:
        yield _said(ConflictKind.TOOL_LISTS, one, other, names=apart)


def _retentions(one: Term, other: Term, vendor_of: Mapping[str, str]) -> Iterator[Conflict]:
    if one.effect == other.effect == RETENTION_LIMIT and one.values != other.values:
        yield _said(ConflictKind.RETENTIONS, one, other)


def _invoices(one: Term, other: Term, vendor_of: Mapping[str, str]) -> Iterator[Conflict]:
    if {one.effect, other.effect} == {INVOICED, NOT_INVOICED}:
        yield _said(ConflictKind.REINVOICING, one, other)


def _with_position(terms: Sequence[Term], accepts: bool | None) -> Iterator[Conflict]:
    for term in terms:
        if accepts and term.effect == FORBIDS_AI:
            yield Conflict(ConflictKind.POSITION_AND_BAN, (POSITION, term.reference))
        if accepts is False and term.effect in SUPPOSES_AI:
            yield Conflict(ConflictKind.BAN_AND_PERMISSION, (POSITION, term.reference))


def _with_consents(
    terms: Sequence[Term], vendor_of: Mapping[str, str], consented: Collection[str]
) -> Iterator[Conflict]:
    for term in terms:
        refused = [tool for tool in consented if _excludes(term, tool, vendor_of)]
        if refused:
            yield _said(ConflictKind.CONSENT_AND_BAN, term, names=refused)


def _excludes(term: Term, tool: str, vendor_of: Mapping[str, str]) -> bool:
    if term.effect == FORBIDS_VENDOR:
        return vendor_of.get(tool) in term.values
    return term.effect == FORBIDS_AI or (term.effect == NAMED_TOOLS_ONLY and tool not in term.values)
