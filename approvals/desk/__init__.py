"""The desk: what waits for me, what I asked, what I hold, what I must acknowledge. Reads only."""

from approvals.desk.home import (
    Holding,
    Learning,
    Line,
    champions_of,
    holdings,
    learning,
    line,
    my_requests,
    to_acknowledge,
)
from approvals.desk.inbox import InboxLine, decide_count, decided_by, locked, to_decide
from approvals.desk.timeline import history, path_items, step_items
from approvals.desk.titles import Due, decided_in, due, title_of, words

__all__ = [
    "Due",
    "Holding",
    "InboxLine",
    "Learning",
    "Line",
    "champions_of",
    "decide_count",
    "decided_by",
    "decided_in",
    "due",
    "history",
    "holdings",
    "learning",
    "line",
    "locked",
    "my_requests",
    "path_items",
    "step_items",
    "title_of",
    "to_acknowledge",
    "to_decide",
    "words",
]
