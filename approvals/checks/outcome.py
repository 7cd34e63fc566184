"""One pre-check as a Verdict with a title, and where to go when it says no."""

from dataclasses import dataclass
from typing import Any

from etech_ai.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Check:
    """`verdict` says yes or no and why; `stops` whether a no stops the sending; `url` where to unblock it."""

    code: str
    title: str
    verdict: Verdict
    stops: bool = False
    url: str = ""
    action: str = ""

    @property
    def rank(self) -> int:
        """What blocks comes first, then what warns, then what is fine."""
        return 0 if self.stops else 1 if not self.verdict else 2

    @property
    def tone(self) -> str:
        return ("danger", "caution", "success")[self.rank]

    @property
    def icon(self) -> str:
        return ("circle-x", "alert-triangle", "circle-check")[self.rank]

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "title": self.title,
            "reason": self.verdict.reason,
            "citations": list(self.verdict.citations),
            "tone": self.tone,
            "icon": self.icon,
        }


def passed(code: str, title: str, detail: str = "", *citations: str) -> Check:
    return Check(code, title, Verdict(True, detail, citations))


def failed(
    code: str,
    title: str,
    reason: str,
    *,
    stops: bool = True,
    url: str = "",
    action: str = "",
    citation: str = "",
) -> Check:
    citations = (citation,) if citation else ()
    return Check(code, title, Verdict(False, reason, citations), stops, url, action)
