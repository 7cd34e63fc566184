"""Reading the trail: the history of a row, search, verification. The pen is `etech_ai.audit.recording`.

history(tool, *tool.plans.all(), limit=20) -> [Row]      newest first
search(text="copilot", name="seat.", since=day) -> QuerySet of events, newest first; rows(events) -> [Row]
verify() -> Verification(ok, count, head, broken_at, problem)
"""

from compliance.trail.reading import Change, Row, history, names, rows, search
from etech_ai.audit.chain import Verification, verify

__all__ = ["Change", "Row", "Verification", "history", "names", "rows", "search", "verify"]
