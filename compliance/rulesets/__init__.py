"""The rulesets that the portal ships, one YAML file per family and version (ai_act, data, gdpr).

A published file is never edited: a change is a new version beside the old one, so that a decision can always
be read again under the rules that made it. This module finds and parses the files; the engines give them
meaning. Pure: no Django.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
Raw = Mapping[str, Any]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NARROW_SPACE = re.compile(r" (?=[:;?!%€»])|(?<=«) ")


class RulesetError(ValueError):
    """A ruleset that does not exist, or that names something it does not define."""


class MissingKey(ValueError):
    """A line of a command that lacks a key without which it says nothing. The message names the key."""

    @classmethod
    def check(cls, line: Any, *alternatives: str) -> None:
        """Raise unless `line` is an object that has each key; `a|b` asks for one of the two."""
        for keys in alternatives:
            if not isinstance(line, Mapping) or not any(key in line for key in keys.split("|")):
                raise cls(" ou ".join(keys.split("|")))


@dataclass(frozen=True, slots=True)
class Text:
    """One label in the two languages of the portal."""

    fr: str
    en: str


def versions(family: str) -> tuple[str, ...]:
    """The shipped versions of a family, oldest first."""
    found = (path.stem for path in (FOLDER / family).glob("*.yaml"))
    return tuple(sorted(found, key=_as_numbers))


def newest(family: str) -> str:
    """The version that answers today's questions. Raises RulesetError when the family has none."""
    known = versions(family)
    if not known:
        raise RulesetError(f"no ruleset is shipped for {family!r}")
    return known[-1]


@lru_cache(maxsize=32)
def read(family: str, version: str) -> Raw:
    """The parsed file, cached; treat it as read-only. Raises RulesetError for an unknown family or
    version."""
    if version not in versions(family):
        raise RulesetError(f"no {family!r} ruleset has the version {version!r}")
    with (FOLDER / family / f"{version}.yaml").open("rb") as file:
        data = yaml.load(file, Loader=_Loader)  # noqa: S506  (a safe loader, in C when the library has it)
    if data["meta"]["ruleset_version"] != version:
        raise RulesetError(f"{family}/{version}.yaml says it is {data['meta']['ruleset_version']!r}")
    return data  # type: ignore[no-any-return]


def _as_numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def french(text: str) -> str:
    """French typography: curly apostrophes, no-break spaces before high punctuation and inside « »."""
    return _NARROW_SPACE.sub("\u00a0", text.replace("'", "’"))


def bilingual(raw: Raw, name: str = "") -> Text | None:
    """The label `name` of a node: `<name>_fr` and `<name>_en` (`fr` and `en` without a name), or None."""
    prefix = f"{name}_" if name else ""
    fr, en = raw.get(f"{prefix}fr"), raw.get(f"{prefix}en")
    return None if fr is None and en is None else Text(french(fr or ""), en or "")


def label(raw: Raw, name: str = "") -> Text:
    """Like `bilingual`, for a label that must be there: an empty one otherwise."""
    return bilingual(raw, name) or Text("", "")
