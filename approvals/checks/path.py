"""Who decides, in which order and by when: shown before sending, and stored as the steps when sent."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import deadlines
from approvals.checks.proposal import Proposal, ask_of
from approvals.checks.roster import STANDS_IN, Deciding, Place, Roster, place_of
from approvals.kinds import PlannedStep, can_be_planned, plan_steps
from approvals.light_paths import LightPath
from approvals.models import Step
from approvals.workflow import Decider, Task
from etech_ai.enums import gettext_noop
from etech_ai.verdicts import Refused
from people.models import User


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step with the people who may take it and the day by which they answer."""

    planned: PlannedStep
    deciders: tuple[Deciding, ...]
    due_on: date

    @property
    def is_required(self) -> bool:
        return self.planned.is_required


def who_decides(step: Step) -> tuple[Deciding, ...]:
    """Who may take a stored step today and is here; those who hold it when everybody is away."""
    roster, place = Roster(timezone.localdate()), place_of(step)
    return roster.able(place) or tuple(Deciding(person) for person in roster.holders(place))


def deciders_of_step(step: Step) -> tuple[User, ...]:
    """The same, as people: whom to tell."""
    return tuple(one.person for one in who_decides(step))


def path(proposal: Proposal, today: date, rule: LightPath | None = None) -> tuple[PathStep, ...]:
    """The steps of the proposal, each with its deciders and due date, all later ones counted on.

    A rule of the light path takes the place of whoever would decide; the access is still opened by somebody.

    A role that nobody but the requester holds passes to direction, else to the DPO. Raises Refused when no
    path exists, or when nobody at all can take a step.
    """
    ask = ask_of(proposal)
    can_be_planned(ask).enforce()
    steps, day, seen, roster = [], today, set(), Roster(today)
    for planned in plan_steps(ask):
        taken, deciders = _with_deciders(_waived(planned) if rule else planned, proposal, roster)
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


def _with_deciders(
    planned: PlannedStep, proposal: Proposal, roster: Roster
) -> tuple[PlannedStep, tuple[Deciding, ...]]:
    """The step in the first capacity that somebody else than those concerned holds, present or away."""
    if not planned.is_required:
        return planned, ()
    if planned.role is Decider.LEAD and proposal.project is None:
        raise Refused(_("Choisissez un projet : son responsable décide en premier."))
    for role in (planned.role, *STANDS_IN):
        place = _place(role, proposal)
        if holders := roster.holders(place):
            able = roster.able(place) or tuple(Deciding(person) for person in holders)
            return replace(planned, role=role), able
    raise Refused(
        _("Personne ne peut décider de l’étape « %(role)s » : l’administration doit nommer quelqu’un.")
        % {"role": _(planned.role.label)}
    )


def _place(role: Decider, proposal: Proposal) -> Place:
    return Place(
        role=role,
        kind=proposal.kind.value,
        beneficiary=proposal.beneficiary,
        project=proposal.project,
        concerned=frozenset({proposal.requester.pk, proposal.beneficiary.pk}),
    )
