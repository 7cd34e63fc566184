"""Who decides, in which order and by when: shown before sending, and stored as the steps when sent."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from approvals import deadlines
from approvals.checks.proposal import Proposal, ask_of
from approvals.kinds import PlannedStep, can_be_planned, plan_steps
from approvals.light_paths import LightPath
from approvals.models import Step
from approvals.workflow import Decider, Task
from etech_ai.enums import gettext_noop
from etech_ai.verdicts import Refused
from people.access import Role
from people.models import Project, User

STANDS_IN = (Decider.DIRECTION, Decider.DPO)
"""Who decides when nobody else holds the role of a step: direction, else the DPO."""


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step with the people who may take it and the day by which they answer."""

    planned: PlannedStep
    deciders: tuple[User, ...]
    due_on: date

    @property
    def is_required(self) -> bool:
        return self.planned.is_required


def deciders_of(
    role: Decider, *, beneficiary: User, project: Project | None, without: frozenset[int]
) -> tuple[User, ...]:
    """The people who may take a step in that capacity, those named in `without` left out."""
    if role is Decider.LEAD:
        found = [project.lead] if project else []
    elif role is Decider.HOLDER:
        return (beneficiary,)
    else:
        found = list(User.objects.deciders(Role(role.value), beneficiary).order_by("last_name", "pk"))
    return tuple(person for person in found if person.pk not in without)


def deciders_of_step(step: Step) -> tuple[User, ...]:
    """The people who may take a stored step today."""
    request = step.request
    return deciders_of(
        Decider(step.role),
        beneficiary=request.beneficiary,
        project=request.project,
        without=frozenset({request.requester_id, request.beneficiary_id}),
    )


def path(proposal: Proposal, today: date, rule: LightPath | None = None) -> tuple[PathStep, ...]:
    """The steps of the proposal, each with its deciders and due date, all later ones counted on.

    A rule of the light path takes the place of whoever would decide; the access is still opened by somebody.

    A role that nobody but the requester holds passes to direction, else to the DPO. Raises Refused when no
    path exists, or when nobody at all can take a step.
    """
    ask = ask_of(proposal)
    can_be_planned(ask).enforce()
    steps, day, seen = [], today, set()
    for planned in plan_steps(ask):
        taken, deciders = _with_deciders(_waived(planned) if rule else planned, proposal)
        if (taken.role, taken.task) in seen:
            continue
        seen.add((taken.role, taken.task))
        if taken.is_required:
            day = _due_on(taken, proposal, day)
        steps.append(PathStep(taken, deciders, day))
    return tuple(steps)


def _due_on(step: PlannedStep, proposal: Proposal, day: date) -> date:
    """An access is opened by the day from which it is asked for."""
    starts_on = proposal.starts_on if step.task is Task.PROVISION else None
    due = deadlines.add_working_days(day, step.days)
    return max(due, starts_on or due)


def _waived(planned: PlannedStep) -> PlannedStep:
    """A step as it is when a rule grants: nobody decides, somebody still opens the access."""
    if not planned.is_required or planned.task is not Task.DECIDE:
        return planned
    return replace(planned, is_required=False, note=gettext_noop("Accordée par une règle"))


def _with_deciders(planned: PlannedStep, proposal: Proposal) -> tuple[PlannedStep, tuple[User, ...]]:
    """The step in the first capacity that somebody else than those concerned can fill."""
    if not planned.is_required:
        return planned, ()
    if planned.role is Decider.LEAD and proposal.project is None:
        raise Refused(_("Choisissez un projet : son responsable décide en premier."))
    without = frozenset({proposal.requester.pk, proposal.beneficiary.pk})
    for role in (planned.role, *STANDS_IN):
        deciders = deciders_of(
            role, beneficiary=proposal.beneficiary, project=proposal.project, without=without
        )
        if deciders:
            return replace(planned, role=role), deciders
    raise Refused(
        _("Personne ne peut décider de l’étape « %(role)s » : l’administration doit nommer quelqu’un.")
        % {"role": _(planned.role.label)}
    )
