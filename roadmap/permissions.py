"""Who may change the plan and decide its questions."""

from typing import Any

from django.utils.translation import gettext as _

from etech_ai.verdicts import YES, Verdict, no
from people.access import Permission


def can_decide(person: Any) -> Verdict:
    """Direction decides; a named job (loading the plan) writes what the plan already decided."""
    if not hasattr(person, "may") or person.may(Permission.DECIDE_DECISIONS):
        return YES
    return no(_("La direction tranche ces questions."))


def can_edit(person: Any) -> Verdict:
    if not hasattr(person, "may") or person.may(Permission.EDIT_ROADMAP):
        return YES
    return no(_("La direction tient la feuille de route."))
