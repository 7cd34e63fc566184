"""The desk: what waits for me, what I asked, what I hold, what I must acknowledge. Reads only."""

from approvals.desk.aftermath import Aftermath, HomeAfter, aftermath, home_after
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
from approvals.desk.inbox import (
    InboxLine,
    Wanted,
    decide_count,
    decided_by,
    in_whose_place,
    inbox_line,
    locked,
    menu_counts,
    to_decide,
    undoable,
)
from approvals.desk.lines import WaitingLine, waiting_lines, would_wait_at
from approvals.desk.past import asked_before, given_back
from approvals.desk.people import callable_people
from approvals.desk.reopened import Cause, Screen, causes, screen
from approvals.desk.response_times import ResponseTime, response_times
from approvals.desk.scores import scorecard
from approvals.desk.timeline import history, path_items, step_items
from approvals.desk.titles import Due, decided_in, due, title_of, words

__all__ = [
    "scorecard",
    "callable_people",
    "Aftermath",
    "Cause",
    "Due",
    "Holding",
    "HomeAfter",
    "InboxLine",
    "Learning",
    "Line",
    "Screen",
    "WaitingLine",
    "Wanted",
    "aftermath",
    "ResponseTime",
    "asked_before",
    "causes",
    "champions_of",
    "decide_count",
    "decided_by",
    "decided_in",
    "due",
    "given_back",
    "history",
    "in_whose_place",
    "inbox_line",
    "holdings",
    "home_after",
    "learning",
    "line",
    "locked",
    "menu_counts",
    "my_requests",
    "path_items",
    "screen",
    "response_times",
    "step_items",
    "title_of",
    "to_acknowledge",
    "to_decide",
    "undoable",
    "words",
    "waiting_lines",
    "would_wait_at",
]
