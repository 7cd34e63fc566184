"""Articles and reasons in the reader's language."""

from collections.abc import Iterable
from typing import Any

from compliance.ai_act.engine import Reason
from etech_ai import wording
from usecases.citations import in_french

SHORT = 16
"""A longer citation stands under its reason, not beside it."""


def cite(article: str | None) -> str:
    """The article as this reader writes it; empty for none."""
    return (article or "") if wording.language() == "en" else in_french(article)


def cited_trace(trace: Iterable[Reason | dict[str, Any]], *, key: str = "") -> list[dict[str, Any]]:
    """The lines of `.e-trace`; the rule that decided is the key line."""
    lines = []
    for reason in trace:
        told = reason if isinstance(reason, dict) else _as_dict(reason)
        because = told["because_en"] if wording.language() == "en" else told["because_fr"]
        article = cite(told["article"])
        lines.append(
            {
                "because": because,
                "article": article,
                "is_long": len(article) > SHORT,
                "is_key": told["rule"] == key,
            }
        )
    return lines


def _as_dict(reason: Reason) -> dict[str, Any]:
    return {
        "rule": reason.rule,
        "article": reason.article,
        "because_fr": reason.because_fr,
        "because_en": reason.because_en,
    }
