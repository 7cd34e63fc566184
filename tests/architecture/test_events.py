"""Every event that the source tells is declared in people/events.py, so that its reader can choose."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from django.conf import settings

from people.events import EVENTS

PACKAGES = ("etech_ai", "people", "catalog", "compliance", "usecases", "approvals", "roadmap")


class Unreadable(AssertionError):
    """An event name that cannot be read from the source: write it so that this test can."""


class Module:
    """A module of ours, read: which events it tells."""

    def __init__(self, path: Path) -> None:
        self.path = path.relative_to(settings.BASE_DIR)
        self.tree = ast.parse(path.read_text())

    @property
    def live(self) -> ModuleType:
        return importlib.import_module(".".join(self.path.with_suffix("").parts))

    def told(self) -> Iterator[str]:
        """The events of each call of `notifications.tell(…, event=…)`."""
        for function in ast.walk(self.tree):
            if isinstance(function, ast.FunctionDef):
                for call in _calls(function, "tell"):
                    if is_ours(call):
                        event = next((word.value for word in call.keywords if word.arg == "event"), None)
                        yield from self.names(event, function)

    def names(self, node: ast.expr | None, function: ast.FunctionDef) -> set[str]:
        """Every name that an expression can stand for."""
        if isinstance(node, ast.Constant):
            return {node.value}
        if isinstance(node, ast.IfExp):
            return self.names(node.body, function) | self.names(node.orelse, function)
        if isinstance(node, ast.Name):
            return self._behind(node.id, function)
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            return set(getattr(self.live, node.value.id).values())
        raise Unreadable(f"{self.path}:{function.lineno} {ast.unparse(node) if node else 'no event'}")

    def _behind(self, name: str, function: ast.FunctionDef) -> set[str]:
        assigned = [
            each.value for each in _assignments(function) if getattr(each.targets[0], "id", "") == name
        ]
        if assigned:
            return set().union(*(self.names(value, function) for value in assigned))
        parameters = [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]
        if name in parameters:
            return self._passed(name, parameters.index(name), function)
        return {getattr(self.live, name)}

    def _passed(self, name: str, position: int, function: ast.FunctionDef) -> set[str]:
        found: set[str] = set()
        for caller in ast.walk(self.tree):
            if isinstance(caller, ast.FunctionDef):
                for call in _calls(caller, function.name):
                    words = {word.arg: word.value for word in call.keywords}
                    found |= self.names(words.get(name) or call.args[position], caller)
        return found


def _assignments(function: ast.AST) -> Iterator[ast.Assign]:
    return (each for each in ast.walk(function) if isinstance(each, ast.Assign))


def _calls(function: ast.AST, name: str) -> Iterator[ast.Call]:
    for call in ast.walk(function):
        if isinstance(call, ast.Call) and name in (
            getattr(call.func, "attr", ""),
            getattr(call.func, "id", ""),
        ):
            yield call


def is_ours(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "notifications"


def told_by_the_source() -> set[str]:
    paths = (path for package in PACKAGES for path in Path(settings.BASE_DIR, package).rglob("*.py"))
    return {
        name for path in paths if "notifications.tell(" in path.read_text() for name in Module(path).told()
    }


def test_every_event_that_is_told_is_declared_and_no_other():
    told = told_by_the_source()

    assert {"request.to_decide", "seat.assigned", "connection.failing", "plan.class_fell"} <= told
    assert sorted(told - set(EVENTS)) == [], "declare them in people/events.py"
    assert sorted(set(EVENTS) - told) == [], "nobody tells these any more"
