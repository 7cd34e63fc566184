"""Who reads: which rows a reader may see the values of, and what a reference is called for them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from etech_ai.audit.actors import reference_of
from people.access import Permission
from people.models import Client, Project, User


def _people(user: Any) -> QuerySet:
    """What is kept about a person is for that person and for who keeps the directory."""
    keeps = user.may(Permission.MANAGE_PEOPLE) or user.may(Permission.READ_TRAIL)
    return User.objects.all() if keeps else User.objects.filter(pk=user.pk)


# Whose values may be read, where that is narrower than who may know of the row.
VALUES: dict[str, Callable[[Any], QuerySet]] = {
    "people.client": lambda user: Client.objects.with_details_for(user),
    "people.project": lambda user: Project.objects.listed_for(user),
    "people.user": _people,
}
PRICES = frozenset({"catalog.subscription.price_minor", "catalog.subscription.currency"})


class Reader:
    """Answers for one person and a set of rows, with one statement per model."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self._open: set[str] = set()
        self._names: dict[str, str] = {}
        self._prices = user.may(Permission.SEE_COSTS) or user.may(Permission.MANAGE_SEATS)

    def knows(self, *instances: Any) -> None:
        """Rows that the page has read already: theirs to see, and no statement to name them."""
        for instance in instances:
            self._open.add(reference_of(instance))
            self._names[reference_of(instance)] = str(instance)

    def learn(self, rows: Iterable[str], named: Iterable[str]) -> None:
        """Read which of `rows` this person may see, and what those `named` are called."""
        for model, keys in _by_model(rows):
            found = _values(model, self.user).filter(pk__in=keys)
            self._open |= {f"{model._meta.label_lower}:{pk}" for pk in found.values_list("pk", flat=True)}
        for model, keys in _by_model(set(named) - set(self._names)):
            visible = model._base_manager.all() if model is User else _visible(model, self.user)
            for row in visible.filter(pk__in=keys).select_related():
                self._names[reference_of(row)] = str(row)

    def may_read(self, reference: str, field: str) -> bool:
        if f"{reference.partition(':')[0]}.{field}" in PRICES and not self._prices:
            return False
        return reference in self._open

    def name(self, reference: str) -> str:
        """ "" for what this person may not know."""
        return self._names.get(reference, "")


class Everything(Reader):
    """The DPO before the trail: every value, and every name that a row still has."""

    def learn(self, rows: Iterable[str], named: Iterable[str]) -> None:
        for model, keys in _by_model(set(named) - set(self._names)):
            for row in model._base_manager.filter(pk__in=keys).select_related():
                self._names[reference_of(row)] = str(row)

    def may_read(self, reference: str, field: str) -> bool:
        return True


def _values(model: Any, user: Any) -> QuerySet:
    wanted = VALUES.get(model._meta.label_lower)
    return wanted(user) if wanted else _visible(model, user)


def _visible(model: Any, user: Any) -> QuerySet:
    rows = model._default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows.none()


def _by_model(references: Iterable[str]) -> list[tuple[Any, list[str]]]:
    found: dict[str, list[str]] = defaultdict(list)
    for reference in references:
        model, _, key = reference.partition(":")
        found[model].append(key)
    return [(model, keys) for name, keys in found.items() if (model := _model(name))]


def _model(name: str) -> Any:
    try:
        return apps.get_model(name)
    except (LookupError, ValueError):
        return None
