"""What is read before a request is sent: its pre-checks, the facts it rests on, and who would decide it."""

from approvals.checks.costs import committed
from approvals.checks.data import completed
from approvals.checks.facts import client_of, facts_of, facts_of_all
from approvals.checks.outcome import Check
from approvals.checks.path import PathStep, deciders_of, deciders_of_step, path
from approvals.checks.preview import Preview, preview
from approvals.checks.proposal import Proposal, ask_of, fields_of, proposal_of, yearly_cost
from approvals.checks.roster import Roster
from approvals.checks.rules import as_json, blocking, rule_for, run, twins_of
from approvals.checks.standing import can_stand
from approvals.checks.ways import extend_url, redo_url

__all__ = [
    "Check",
    "PathStep",
    "Preview",
    "Proposal",
    "Roster",
    "as_json",
    "ask_of",
    "blocking",
    "can_stand",
    "client_of",
    "committed",
    "completed",
    "deciders_of",
    "deciders_of_step",
    "extend_url",
    "facts_of",
    "facts_of_all",
    "fields_of",
    "path",
    "preview",
    "proposal_of",
    "redo_url",
    "rule_for",
    "run",
    "twins_of",
    "yearly_cost",
]
