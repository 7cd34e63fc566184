"""Every event that the code can write has its French phrase."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

from compliance.trail.phrases import PHRASES
from etech_ai.audit.recording import EVENT_NAME

PACKAGES = ("etech_ai", "people", "catalog", "compliance", "usecases", "approvals", "roadmap")


def recorded_names():
    """Names given to `record(…)`: as text, behind a name or in a choice; then those of constants."""
    for package in PACKAGES:
        for path in Path(settings.BASE_DIR, package).rglob("*.py"):
            tree = ast.parse(path.read_text())
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "record" and call.args:
                    yield from events_in(call.args[0], tree)


def events_in(node, tree):
    if isinstance(node, ast.Name):
        values = [
            each.value
            for each in ast.walk(tree)
            if isinstance(each, ast.Assign) and getattr(each.targets[0], "id", "") == node.id
        ]
        for value in values:
            yield from events_in(value, tree)
        if not values:  # an argument: what its callers in this module pass
            yield from passed(tree)
        return
    if isinstance(node, ast.IfExp):
        yield from events_in(node.body, tree)
        yield from events_in(node.orelse, tree)
    elif isinstance(node, ast.Constant):
        yield node.value


def passed(tree):
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            for given in (*call.args, *(word.value for word in call.keywords)):
                if isinstance(given, ast.Constant) and is_event(given.value):
                    yield given.value


def is_event(value):
    return isinstance(value, str) and bool(EVENT_NAME.match(value)) and value.split(".")[0] in FAMILIES


FAMILIES = {name.split(".")[0] for name in PHRASES}


def test_the_reading_of_the_source_finds_events():
    assert {"seat.assigned", "request.step_approved", "dossier.checked_different"} <= set(recorded_names())


def test_every_event_of_the_source_has_a_phrase():
    assert sorted({name for name in recorded_names() if "." in name} - set(PHRASES)) == []


@pytest.mark.parametrize("name", sorted(PHRASES))
def test_no_phrase_is_left_behind(name):
    files = (path for package in PACKAGES for path in Path(settings.BASE_DIR, package).rglob("*.py"))
    assert any(f'"{name}"' in path.read_text() for path in files if path.name != "phrases.py")
