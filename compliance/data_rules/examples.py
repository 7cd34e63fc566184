"""Examples pinned to the rules: given, when, then. Rules that break one are not published.

    shipped() -> tuple of Example         kept beside the rules (rulesets/data_examples/<version>.yaml)
    check(rules, example) -> Checked      .holds, .found

An example asks like a person does: levels, a tool class or the proofs that give one, what is known of the
client, the proofs at hand, the region. It expects a result, and when it says so what is missing. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from compliance.data_rules.engine import REFUSED, BadQuestion, decide, tool_class
from compliance.data_rules.ruleset import ALLOWED, FORBIDDEN, Rules
from compliance.rulesets import Raw, Text, newest, read

FAMILY = "data_examples"
STRICTNESS = {ALLOWED: 0, REFUSED: 1, FORBIDDEN: 2}
UNREADABLE = "unreadable"
"""What is found for a question that the rules no longer understand; it never holds."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of an example. Without `tool_class`, the class is the one that `plan_proofs` give."""

    levels: tuple[str, ...]
    client: str = "none"
    tool_class: str = ""
    plan_proofs: tuple[str, ...] = ()
    proofs: tuple[str, ...] = ()
    region: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "levels": list(self.levels), "client": self.client, "tool_class": self.tool_class,
            "plan_proofs": list(self.plan_proofs), "proofs": list(self.proofs), "region": self.region,
        }  # fmt: skip

    @classmethod
    def from_json(cls, raw: Raw) -> Asked:
        return cls(
            levels=tuple(raw["levels"]), client=raw.get("client", "none"),
            tool_class=raw.get("tool_class", ""), plan_proofs=tuple(raw.get("plan_proofs", ())),
            proofs=tuple(raw.get("proofs", ())), region=raw.get("region", ""),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """Given, when, then in both languages; `result` is what must be answered, `missing` what must lack (None
    when the example does not say). What `is_core` cannot be set aside: the law or the principle asks for
    it."""

    id: str
    given: Text
    when: Text
    then: Text
    asked: Asked
    result: str
    missing: tuple[str, ...] | None = None
    is_core: bool = False


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules answer to an example."""

    example: Example
    found: str
    missing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """A permission is exact; a refusal is a floor: stricter rules keep it, and may ask for more."""
        wanted = self.example
        if self.found not in STRICTNESS or STRICTNESS[self.found] < STRICTNESS[wanted.result]:
            return False
        if wanted.result == ALLOWED:
            return self.found == ALLOWED
        return self.found != REFUSED or set(wanted.missing or ()) <= set(self.missing)


def check(rules: Rules, example: Example) -> Checked:
    """Ask the rules; a question that they cannot read does not hold."""
    asked = example.asked
    try:
        answer = decide(
            rules,
            levels=asked.levels,
            tool_class=asked.tool_class or tool_class(rules, asked.plan_proofs),
            client=asked.client,
            evidence=(*asked.plan_proofs, *asked.proofs),
            region=asked.region or None,
        )
    except BadQuestion:
        return Checked(example, UNREADABLE, ())
    return Checked(example, answer.result, answer.missing)


def check_all(rules: Rules, examples: Iterable[Example]) -> tuple[Checked, ...]:
    return tuple(check(rules, example) for example in examples)


@lru_cache(maxsize=4)
def shipped(version: str = "") -> tuple[Example, ...]:
    """The examples kept with the rules of that version, the newest ones without."""
    raw = read(FAMILY, version or newest(FAMILY))
    return tuple(_example(item) for item in raw["examples"])


def _example(raw: Raw) -> Example:
    missing = raw.get("missing")
    return Example(
        id=raw["id"],
        given=Text(raw["given_fr"], raw["given_en"]),
        when=Text(raw["when_fr"], raw["when_en"]),
        then=Text(raw["then_fr"], raw["then_en"]),
        asked=Asked.from_json(raw["asked"]),
        result=raw["result"],
        missing=None if missing is None else tuple(sorted(missing)),
        is_core=raw.get("core", False),
    )
