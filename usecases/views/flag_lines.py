"""Flags as the screens show them: what each means for Etech, its article, the duties that it brings."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from compliance.ai_act.shapes import Flag, Ruleset
from usecases.flag_words import MEANINGS
from usecases.views.citations import cite


def flag_lines(rules: Ruleset, names: Iterable[str], *, obligations: Collection[str]) -> list[dict[str, Any]]:
    """The reported flags that these rules know, in their order, with the obligations that they bring."""
    held = [rules.obligations[name] for name in obligations if name in rules.obligations]
    return [_line(rules.flags[name], held) for name in names if name in rules.flags]


def _line(flag: Flag, held: Iterable[Any]) -> dict[str, Any]:
    meaning = MEANINGS.get(flag.id, "")
    return {
        "flag": flag,
        "article": cite(flag.article),
        "meaning": _(meaning) if meaning else "",
        "duties": [duty for duty in held if flag.id in duty.when.flags()],
    }
