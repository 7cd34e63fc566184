"""What a file of use cases would do, row by row: declare, change, leave, or an error said. Reads only.

A row that names a reference changes that use; one without, whose title the reader already has, changes that
one too: an import never makes a duplicate. Every row is judged by the form that a person fills in.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.models import Plan
from etech_ai.badges import LEVELS
from etech_ai.enums import Labelled
from etech_ai.verdicts import Refused
from people.models import Client, Project, User
from usecases import columns, permissions
from usecases.models import UseCase
from usecases.search_text import normalise
from usecases.vocabulary import Frequency, ImportAction, Objective, Phase

NEEDED = ("title",)


@dataclass(slots=True)
class PlannedRow:
    """One line of the file and what it would do. `sent` is what the form is given."""

    line: int
    action: ImportAction
    title: str
    reference: str = ""
    sent: dict[str, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


Judge = Callable[[dict[str, Any], UseCase | None], list[str]]
"""Given what a form is sent and the use that it changes, the errors of that form."""


@dataclass(slots=True)
class Register:
    """What the reader may name, looked up once for the whole file."""

    user: User
    plans: dict[str, int]
    clients: dict[str, int]
    projects: dict[str, int]
    by_reference: dict[str, UseCase]
    by_title: dict[str, UseCase]

    @classmethod
    def of(cls, user: User) -> "Register":
        offered = Plan.objects.offered().select_related("tool")
        visible = list(
            UseCase.objects.visible_to(user).in_force().select_related("client", "project", "owner")
        )
        return cls(
            user=user,
            plans={normalise(f"{plan.tool.name}, {plan.name}"): plan.pk for plan in offered},
            clients={
                normalise(name): pk for pk, name in Client.objects.visible_to(user).values_list("pk", "name")
            },
            projects={
                normalise(name): pk for pk, name in Project.objects.visible_to(user).values_list("pk", "name")
            },
            by_reference={use_case.reference: use_case for use_case in visible},
            by_title={normalise(item.title): item for item in visible if item.owner_id == user.pk},
        )


def plan(rows: list[tuple[int, list[str]]], *, user: User, judge: Judge) -> list[PlannedRow]:
    """Every row judged. Raises Refused when the head of the table has no « Titre »."""
    (_line, head), *body = rows
    places = columns.places(head, _names())
    if any(name not in places for name in NEEDED):
        raise Refused(
            _("La première ligne doit nommer les colonnes, « Titre » au moins : partez d’un export.")
        )
    known = Register.of(user)
    seen: dict[str, int] = {}
    return [_planned(line, _cells(places, cells), known, seen, judge) for line, cells in body]


def _cells(places: dict[str, int], cells: list[str]) -> dict[str, str]:
    return {key: cells[place] if place < len(cells) else "" for key, place in places.items()}


def _planned(
    line: int, told: dict[str, str], known: Register, seen: dict[str, int], judge: Judge
) -> PlannedRow:
    row = PlannedRow(line, ImportAction.DECLARE, told["title"], told.get("reference", ""))
    target = _target(row, known)
    _refuse_twice(row, target, seen)
    row.sent = _sent(row, told, known, target)
    if target is not None and not row.errors:
        row.reference, row.action = target.reference, ImportAction.CHANGE
        verdict = permissions.can_edit(known.user, target)
        row.errors += [] if verdict else [verdict.reason]
    if not row.errors:
        row.errors += judge(row.sent, target)
    if row.errors:
        row.action = ImportAction.ERROR
    elif target is not None and _is_same(row.sent, target):
        row.action = ImportAction.LEAVE
    return row


def _target(row: PlannedRow, known: Register) -> UseCase | None:
    if not row.reference:
        return known.by_title.get(normalise(row.title))
    found = known.by_reference.get(row.reference.upper())
    if found is None:
        row.errors.append(_("Référence inconnue : %(ref)s.") % {"ref": row.reference})
    return found


def _refuse_twice(row: PlannedRow, target: UseCase | None, seen: dict[str, int]) -> None:
    key = target.reference if target else normalise(row.title)
    if key and key in seen:
        row.errors.append(_("Déjà à la ligne %(line)s de ce fichier.") % {"line": seen[key]})
    seen.setdefault(key, row.line)


def _sent(row: PlannedRow, told: dict[str, str], known: Register, target: UseCase | None) -> dict[str, Any]:
    """What the form is sent; a column that the file does not have keeps what the use has."""
    sent = _kept(target) if target else {}
    tool, client = _("Outil inconnu : %(name)s."), _("Client inconnu : %(name)s.")
    project = _("Projet inconnu : %(name)s.")
    readers: dict[str, Callable[[str], Any]] = {
        "title": str,
        "purpose": str,
        "first_used_on": str,
        "objective": lambda cell: _value(row, cell, Objective, _("Objectif")),
        "frequency": lambda cell: _value(row, cell, Frequency, _("Fréquence")),
        "phase": lambda cell: _value(row, cell, Phase, _("Phase")),
        "data_levels": lambda cell: _levels(row, cell),
        "plans": lambda cell: _all_named(row, columns.parts(cell), known.plans, tool),
        "client": lambda cell: _one_named(row, cell, known.clients, client),
        "project": lambda cell: _one_named(row, cell, known.projects, project),
    }
    read = sent | {key: reader(told[key]) for key, reader in readers.items() if key in told}
    return read if read.get("objective") or target is None else read | {"objective": target.objective}


def _kept(target: UseCase) -> dict[str, Any]:
    first = target.first_used_on
    return {
        "title": target.title,
        "purpose": target.purpose,
        "objective": target.objective,
        "plans": sorted(link.plan_id for link in target.plan_links.current()),
        "data_levels": list(target.data_levels),
        "client": target.client_id or "",
        "project": target.project_id or "",
        "frequency": target.frequency,
        "phase": target.phase,
        "first_used_on": first.isoformat() if first else "",
    }


def _is_same(sent: dict[str, Any], target: UseCase) -> bool:
    kept = _kept(target)
    return all(kept[key] == value for key, value in sent.items() if key in kept)


def _value(row: PlannedRow, cell: str, words: type[Labelled], name: str) -> str:
    """The stored word behind a value or a label, in French or in English."""
    if not cell:
        return ""
    found = next((item.value for item in words if normalise(cell) in _spellings(item.value, item.label)), "")
    if not found:
        row.errors.append(_("%(column)s inconnu : %(cell)s.") % {"column": name, "cell": cell})
    return found


def _levels(row: PlannedRow, cell: str) -> list[str]:
    by_word = {word: level for level, label in LEVELS.items() for word in _spellings(level, label)}
    return _all_named(row, columns.parts(cell), by_word, _("Niveau de données inconnu : %(name)s."))


def _all_named(row: PlannedRow, names: Iterable[str], known: dict[str, Any], unknown: str) -> list[Any]:
    found = [_one_named(row, name, known, unknown) for name in names]
    order = {value: place for place, value in enumerate(known.values())}
    return sorted({item for item in found if item != ""}, key=lambda item: order[item])


def _one_named(row: PlannedRow, name: str, known: dict[str, Any], unknown: str) -> Any:
    if not name:
        return ""
    found = known.get(normalise(name), "")
    if found == "":
        row.errors.append(unknown % {"name": name})
    return found


def _spellings(value: str, label: str) -> set[str]:
    return {normalise(word) for word in (value, *_in_both(label))}


def _in_both(label: str) -> tuple[str, str]:
    with override("en"):
        english = _(label)
    with override("fr"):
        return _(label), english


def _names() -> dict[str, tuple[str, str]]:
    return {key: _in_both(label) for key, label in columns.IMPORTED.items()}
