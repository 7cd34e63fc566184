"""« À revoir »: the approvals whose facts no longer hold, and the difference in words. Reads only."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, Field, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from approvals import checks
from approvals.desk.changes import Author, authors_of
from approvals.desk.titles import title_of
from approvals.kinds import digest
from approvals.materiality import FACTS, Difference, differences
from approvals.models import Reopening, Request
from catalog.models import Plan
from compliance.models import Clause, ClientConsent
from compliance.trail.labels import value_of
from etech_ai import wording
from people.models import User

SHOWN = 200
"""Approvals that one screen confirms at most; the next ones take their place once they are settled."""
MODELS = {"plan": "catalog.plan", "use_case": "usecases.usecase", "client": "people.client"}


@dataclass(frozen=True, slots=True)
class Cause:
    """A line of « À revoir »: what changed, for how many approvals, since when."""

    reopening: Reopening
    title: Any
    what: tuple[str, ...]
    count: int
    since: datetime


def causes(user: User) -> list[Cause]:
    """What waits for the person, one line per plan or use case, the oldest first: two statements."""
    waiting = Reopening.objects.to_settle_by(user)
    groups = (
        waiting.order_by()
        .values("request__kind", "request__plan", "request__use_case")
        .annotate(first=Min("pk"), count=Count("pk"), since=Min("found_at"))
        .order_by("since", "first")
    )
    found = list(groups)
    firsts = Reopening.objects.for_display().in_bulk([group["first"] for group in found])
    return [_cause(firsts[group["first"]], group) for group in found]


def _cause(first: Reopening, group: dict[str, Any]) -> Cause:
    told = [one for one in differences(first.sealed_facts, first.found_facts) if one.is_material]
    labels = tuple(_(FACTS[one.path].label) for one in told if one.path in FACTS)
    return Cause(first, title_of(first.request), labels, group["count"], group["since"])


@dataclass(frozen=True, slots=True)
class Line:
    """One field, before and after, in words; why it matters or not; who changed it (None: unknown)."""

    label: str
    before: str
    after: str
    reason: str
    is_material: bool
    author: Author | None


@dataclass(frozen=True, slots=True)
class Screen:
    """A reopening as its page shows it: the difference, and the approvals that differ in the same way.

    `seen` is the digest of the facts that the page shows, by request.
    """

    reopening: Reopening
    title: Any
    lines: tuple[Line, ...]
    alike: tuple[Reopening, ...]
    seen: dict[int, str]

    @property
    def material(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_material)

    @property
    def harmless(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.is_material)


def screen(reopening: Reopening, user: User, today: date) -> Screen:
    """The facts as they are at this moment, not as they were when the sweep came by."""
    rows = _alike(reopening, user)
    facts = checks.facts_of_all([row.request for row in rows], today)
    told = _told(reopening, facts[reopening.request_id])
    same = _key(told)
    alike = [row for row in rows if _key(_told(row, facts[row.request_id])) == same]
    return Screen(
        reopening,
        title_of(reopening.request),
        _lines(reopening.request, told, user),
        tuple(alike),
        {row.request_id: digest(facts[row.request_id]) for row in alike},
    )


def _alike(reopening: Reopening, user: User) -> list[Reopening]:
    """This one first, then those on the same target that wait for the same person."""
    request = reopening.request
    others = Reopening.objects.to_settle_by(user).filter(
        request__kind=request.kind, request__plan=request.plan_id, request__use_case=request.use_case_id
    )
    found = others.exclude(pk=reopening.pk).for_display().oldest_first()[: SHOWN - 1]
    return [reopening, *found] if reopening.is_open else [reopening]


def _told(row: Reopening, facts: dict[str, Any]) -> tuple[Difference, ...]:
    """What differs today; of a settled one, what differed then."""
    return differences(row.sealed_facts, facts if row.is_open else row.found_facts)


def _key(told: Iterable[Difference]) -> str:
    return digest({one.path: [one.before, one.after] for one in told if one.is_material})


def _lines(request: Request, told: Sequence[Difference], user: User) -> tuple[Line, ...]:
    authors = authors_of(request, told, user)
    return tuple(_line(one, authors.get(one.path), request, user) for one in told)


def _line(one: Difference, author: Author | None, request: Request, user: User) -> Line:
    fact = FACTS.get(one.path)
    label, reason = (_(fact.label), _(fact.reason)) if fact else (one.path, "")
    before, after = (_said(one.path, value, user) for value in (one.before, one.after))
    if one.path == "use_case.purpose" and request.use_case:
        before, after = _("Le texte approuvé, dans l’historique du cas d’usage"), request.use_case.purpose
    return Line(label, before, after, reason, one.is_material, author)


def _said(path: str, value: Any, user: User) -> str:
    """A fact in words; what the reader may not know is counted, not named."""
    if path in NAMED:
        return NAMED[path](value or [], user)
    if path == "plan.yearly_minor":
        return wording.money(value) or _("Aucun")
    name = path.rpartition(".")[2]
    return value_of(_field(path, name), name, value) or _("Non renseigné")


def _field(path: str, name: str) -> Field | None:
    """The field that a fact is read from, whose choices say it in words."""
    model = "catalog.tool" if path == "plan.decision" else MODELS.get(path.partition(".")[0], "")
    fields = apps.get_model(model)._meta.concrete_fields if model else ()
    return next((field for field in fields if field.name == name), None)


def _plans(slugs: Sequence[str], user: User) -> str:
    found = Plan.objects.filter(slug__in=slugs).select_related("tool").order_by("tool__name", "name")
    return ", ".join(str(plan) for plan in found) or _("Aucun")


def _clauses(pks: Sequence[int], user: User) -> str:
    known = Clause.objects.visible_to(user).filter(pk__in=pks).order_by("reference", "pk")
    return _counted([clause.reference for clause in known], len(pks))


def _consents(pks: Sequence[int], user: User) -> str:
    known = ClientConsent.objects.visible_to(user).filter(pk__in=pks).order_by("granted_on", "pk")
    return _counted([consent.reference for consent in known], len(pks))


def _counted(names: list[str], number: int) -> str:
    """« A-1, A-2 et 1 autre » ; what is reserved shows as a number."""
    hidden = number - len(names)
    if hidden:
        names = [*names, ngettext("une réservée", "%(n)s réservées", hidden) % {"n": hidden}]
    return ", ".join(names) or _("Aucune")


NAMED: dict[str, Callable[[Sequence[Any], User], str]] = {
    "use_case.plans": _plans,
    "client.clauses": _clauses,
    "client.consents": _consents,
}
