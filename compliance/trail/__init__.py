"""Reading the trail: the history of a row, search, verification. The pen is `etech_ai.audit.recording`.

history(tool, *tool.plans.all(), limit=20) -> [Row]      newest first
story(Reader(user), tool) -> Story of acts               one per operation, with what that person may know
search(text="copilot", name="seat.", since=day) -> QuerySet of events, newest first; rows(events) -> [Row]
verify() -> Verification(ok, count, head, broken_at, problem)
"""

from compliance.trail.readers import Everything, Reader
from compliance.trail.reading import Change, Row, history, rows, search
from compliance.trail.story import Act, Story, acts, mentioned, story
from etech_ai.audit.chain import Verification, verify

__all__ = [
    "Act",
    "Change",
    "Everything",
    "Reader",
    "Row",
    "Story",
    "Verification",
    "acts",
    "history",
    "mentioned",
    "rows",
    "search",
    "story",
    "verify",
]
