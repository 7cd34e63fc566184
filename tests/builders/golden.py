"""Labelled cases of the rule engines, and rulesets with one thing changed.

A mutant is a ruleset in which a single rule is altered. The golden cases must notice each of them: a rule
that can change without any example failing is a rule that nobody checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent.parent / "compliance" / "golden"
GONE: Any = object()


def load_cases(name: str) -> list[dict[str, Any]]:
    """The cases of tests/compliance/golden/<name>.yaml."""
    with (FOLDER / f"{name}.yaml").open("rb") as file:
        cases = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert len({case["id"] for case in cases}) == len(cases), "two cases share an id"
    return cases


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of `data` in which what lies at `path` is `value`, or is left out when the value is GONE."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    copy = data.copy()
    if not rest and value is GONE:
        del copy[key]
    else:
        copy[key] = changed(data[key] if rest else None, rest, value)
    return copy


def at(data: Any, path: tuple[Any, ...]) -> Any:
    """What lies at `path`."""
    for key in path:
        data = data[key]
    return data


def without_each(data: Any, path: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """The list at `path` without one of its items, for each of them."""
    items = at(data, path)
    for index, item in enumerate(items):
        yield str(item), changed(data, path, items[:index] + items[index + 1 :])


def with_each(data: Any, path: tuple[Any, ...], candidates: list[str]) -> Iterator[tuple[str, Any]]:
    """The list at `path` with one more item, for each candidate that it lacks."""
    items = at(data, path)
    for candidate in candidates:
        if candidate not in items:
            yield candidate, changed(data, path, [*items, candidate])


def simpler(data: Any, path: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
    """The condition at `path` with one part dropped (of all, any), or turned round (not), at any depth."""
    (word, value) = next(iter(at(data, path).items()))
    if word == "not":
        yield f"{word} {_short(value)}", changed(data, path, value)
    if word in ("all", "any"):
        for index, part in enumerate(value):
            if len(value) > 1:
                kept = value[:index] + value[index + 1 :]
                yield f"{word} {_short(part)}", changed(data, path, {word: kept})
            yield from simpler(data, (*path, word, index))


def _short(condition: Any) -> str:
    (word, value) = next(iter(condition.items()))
    if word in ("all", "any"):
        return f"{word}({', '.join(map(_short, value))})"
    if word == "not":
        return f"not {_short(value)}"
    return f"{value['q']}={value['has']}" if word == "answer" else str(value)
