"""What is read before a request is sent: its pre-checks, the facts it rests on, and who would decide it."""

from approvals.checks.data import completed
from approvals.checks.facts import client_of, facts_of, facts_of_all
from approvals.checks.outcome import Check
from approvals.checks.path import PathStep, deciders_of, deciders_of_step, path
from approvals.checks.preview import Preview, preview
from approvals.checks.proposal import Proposal, ask_of, proposal_of, yearly_cost
from approvals.checks.rules import as_json, blocking, run, twins_of

__all__ = [
    "Check",
    "PathStep",
    "Preview",
    "Proposal",
    "as_json",
    "ask_of",
    "blocking",
    "client_of",
    "completed",
    "deciders_of",
    "deciders_of_step",
    "facts_of",
    "facts_of_all",
    "path",
    "preview",
    "proposal_of",
    "run",
    "twins_of",
    "yearly_cost",
]
