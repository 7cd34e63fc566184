"""No signals and no raw connections, in web modules too, where the linter's ban on HTTP is lifted."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

PACKAGES = ("etech_ai", "people", "catalog", "compliance", "usecases", "approvals", "roadmap")
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
CONNECTIONS = ("django.db.connection", "django.db.connections")
# Who may hold a connection, and why.
EXCUSED = {
    "etech_ai/audit": "locks the head of the chain, installs the triggers",
    "etech_ai/jobs": "asks whether the database can skip locked rows",
    "etech_ai/health.py": "asks whether the database answers",
    "etech_ai/management/commands/portal.py": "closes connections before it waits",
}


def test_nobody_listens_to_signals() -> None:
    assert [f"{path}: {name}" for path, name in _imports() if name.startswith(SIGNALS)] == []


def test_nobody_but_the_ground_holds_a_connection() -> None:
    holders = [path for path, name in _imports() if name in CONNECTIONS]
    assert [path for path in holders if not path.startswith(tuple(EXCUSED))] == []


def _imports() -> Iterator[tuple[str, str]]:
    """Every (file, name imported) of the product."""
    for package in PACKAGES:
        for path in sorted((settings.BASE_DIR / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from _imports_of(path)


def _imports_of(path: Path) -> Iterator[tuple[str, str]]:
    where = str(path.relative_to(settings.BASE_DIR))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((where, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((where, f"{node.module}.{alias.name}") for alias in node.names)
