"""Who may ask, decide, answer, withdraw: Verdicts for the button, its tooltip and the service.

Reading starts at `Request.objects.visible_to(user)`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from approvals.models import (
    Attachment,
    CommentNature,
    Reopening,
    ReopeningOutcome,
    Request,
    Step,
    Substitute,
    WaitingPlace,
)
from approvals.models.reach import standing_in
from approvals.succession import heirs_until
from approvals.workflow import LED_TO, UNDO_WITHIN, Decider, Kind, Move, State, StepState, Task
from catalog.models import ApiKeySheet, Seat, Subscription
from catalog.permissions import can_hold_seat
from etech_ai import wording
from etech_ai.enums import gettext_noop
from etech_ai.verdicts import YES, Verdict, no
from people.access import Permission, Role
from people.models import Project, User
from people.permissions import has_factor_for, holds_permission
from usecases.models import UseCase

EXTENDABLE = (Kind.LICENCE, Kind.TOOL_ACCESS, Kind.DATA_EXCEPTION)
UNGRANTED = (State.REFUSED, State.WITHDRAWN)
DECIDED = {
    Move.APPROVE: gettext_noop("%(person)s a déjà approuvé cette étape, le %(when)s."),
    Move.APPROVE_LAST: gettext_noop("%(person)s a déjà approuvé cette demande, le %(when)s."),
    Move.REFUSE: gettext_noop("%(person)s a déjà refusé cette demande, le %(when)s."),
    Move.OPEN_ACCESS: gettext_noop("%(person)s a déjà ouvert cet accès, le %(when)s."),
}


SETTLED = {
    ReopeningOutcome.STILL_VALID: gettext_noop("%(person)s a déjà confirmé cet accord, le %(when)s."),
    ReopeningOutcome.ENDED: gettext_noop("%(person)s a déjà mis fin à cet accord, le %(when)s."),
}


def can_manage_webhooks(by: Any) -> Verdict:
    """Add, change, pause and try webhooks, and read what was sent to them."""
    return holds_permission(by, Permission.MANAGE_WEBHOOKS)


def can_ask_for_someone(person: User, beneficiary: User) -> Verdict:
    """For oneself; or for somebody of a team that one leads."""
    if not person.may(Permission.USE_PORTAL):
        return no(_("Votre compte n’est pas encore ouvert : demandez à l’administration de l’admettre."))
    if not beneficiary.is_admitted:
        return no(_("Cette personne n’est pas membre active du portail : choisissez-en une autre."))
    if beneficiary.pk == person.pk or (beneficiary.team and beneficiary.team.lead_id == person.pk):
        return YES
    return no(_("Vous demandez pour vous-même, ou pour une personne de l’équipe que vous dirigez."))


def can_name_project(person: User, project: Project | None) -> Verdict:
    """A request only names a project that its requester may see; others answer as unknown ones do."""
    if project is None or Project.objects.visible_to(person).filter(pk=project.pk).exists():
        return YES
    return no(_("Ce projet n’est pas dans votre liste : demandez à son responsable d’y entrer."))


def can_ask_to_validate(person: User, use_case: UseCase) -> Verdict:
    """The owner of a use case asks for its validation."""
    if use_case.owner_id == person.pk:
        return YES
    return no(_("La personne responsable du cas d’usage demande sa validation."))


def can_ask_for_key(person: User, sheet: ApiKeySheet) -> Verdict:
    """A higher cap is asked for by, or for, the owner of the key."""
    if sheet.owner_id == person.pk:
        return YES
    return no(_("La personne responsable de la clé demande un plafond plus haut."))


def can_extend(person: User, request: Request) -> Verdict:
    """A grant that has an end may be asked for longer, by those whom it concerns, while it lasts."""
    if request.state != State.APPROVED or request.kind not in EXTENDABLE or request.ends_on is None:
        return no(_("Cette demande n’a pas de fin à repousser."))
    if request.extensions.exclude(state__in=UNGRANTED).exists():
        return no(_("Une prolongation est déjà demandée ou accordée : suivez-la."))
    return _concerns(person, request)


def can_ask_again(person: User, request: Request) -> Verdict:
    """What was refused or withdrawn may be asked again, by those whom it concerns."""
    if request.state not in UNGRANTED:
        return no(_("Seule une demande refusée ou annulée se refait."))
    return _concerns(person, request)


def can_decide(person: User, step: Step) -> Verdict:
    """Whether the person may take this step now: its turn, their role and scope, never for themselves."""
    return _is_open(step) and _is_not_theirs(person, step) and _falls_to(person, step)


def fits(step: Step, move: Move) -> Verdict:
    """An access is confirmed, everything else is approved, refused or asked about."""
    opens = step.task == Task.PROVISION
    if opens == (move is Move.OPEN_ACCESS):
        return YES
    if opens:
        return no(_("Cette étape ouvre un accès : confirmez qu’il est ouvert."))
    return no(_("Cette étape se décide : approuvez-la ou refusez-la."))


def is_last_decision(step: Step) -> bool:
    """Whether approving this step grants the request: opening an access decides nothing more."""
    later = step.request.steps.filter(state=StepState.TODO.value, task=Task.DECIDE.value)
    return not later.exists()


@dataclass(frozen=True, slots=True)
class Taken:
    """What was done last at a step, by whom and when."""

    move: Move
    by: int
    at: datetime


def last_move(step: Step) -> Taken | None:
    """The decision that the step holds, or the question that it waits for; None while it waits."""
    if step.decision:
        assert step.decided_by_id and step.decided_at  # all set or all empty: a constraint of the step
        return Taken(Move(step.decision), step.decided_by_id, step.decided_at)
    if step.state != StepState.NOW or step.request.state != State.CLARIFICATION:
        return None
    asked = step.request.comments.filter(nature=CommentNature.QUESTION.value).in_order().last()
    return Taken(Move.ASK, asked.author_id, asked.at) if asked else None


def can_undo(person: User, step: Step, now: datetime) -> Verdict:
    """One's own decision or question, within thirty seconds, while nobody has moved the request since."""
    taken = last_move(step)
    if taken is None or taken.by != person.pk:
        return no(_("Vous n’annulez que votre propre décision."))
    if taken.move is Move.OPEN_ACCESS:
        return no(_("L’accès est ouvert chez l’éditeur : cette étape ne s’annule plus."))
    if now - taken.at > UNDO_WITHIN:
        return no(
            _("Les 30 secondes sont passées : la décision est partie. Écrivez dans le fil de la demande.")
        )
    return _nothing_came_after(step, taken.move)


def _nothing_came_after(step: Step, move: Move) -> Verdict:
    request = step.request
    later = request.steps.filter(position__gt=step.position, state=StepState.DONE.value)
    if decided := later.select_related("decided_by").first():
        return already_decided(decided)
    if request.state == State.WITHDRAWN:
        return no(_("%(person)s a annulé cette demande.") % {"person": request.requester})
    moved = request.state != LED_TO[move] or request.ended_on
    if moved or request.extensions.exists() or request.attempts.exists():
        return no(_("Cette demande a avancé depuis : rechargez la page."))
    return YES


def can_withdraw(person: User, request: Request) -> Verdict:
    """Requester and beneficiary, until it is decided."""
    if not request.is_open:
        return no(_("Cette demande est close : elle ne s’annule plus."))
    return _concerns(person, request)


def can_answer(person: User, request: Request) -> Verdict:
    """Requester and beneficiary, while a precision is asked for."""
    if request.state != State.CLARIFICATION:
        return no(_("Personne n’attend de précision sur cette demande."))
    return _concerns(person, request)


def can_read(person: User, request: Request) -> Verdict:
    """Whether the request is among those that the person reads."""
    if Request.objects.visible_to(person).filter(pk=request.pk).exists():
        return YES
    return no(_("Cette demande n’est pas dans votre liste."))


def can_comment(person: User, request: Request) -> Verdict:
    """Whoever reads the request may write in its thread."""
    return can_read(person, request)


def can_settle(person: User, reopening: Reopening) -> Verdict:
    """Say whether an approval still stands: who has the last word on such a request, never for themselves."""
    request = reopening.request
    if not reopening.is_open:
        return _already_settled(reopening)
    owner = request.use_case.owner_id if request.use_case else None
    if person.pk in (request.requester_id, request.beneficiary_id, owner):
        return no(_("Personne ne confirme pour soi : une autre personne relit votre accord."))
    if holds(person, reopening):
        return YES
    return no(_("Cette relecture revient à ce rôle : %(role)s.") % {"role": _(Decider(reopening.role).label)})


def _already_settled(reopening: Reopening) -> Verdict:
    if reopening.settled_by is None:
        return no(
            _("Il n’y a plus rien à relire : les faits sont de nouveau ceux de l’accord, ou il a pris fin.")
        )
    said = SETTLED[ReopeningOutcome(reopening.outcome)]
    return no(_(said) % {"person": reopening.settled_by, "when": wording.moment(reopening.settled_at)})


def can_score(person: User, request: Request) -> Verdict:
    """Those who ask for a new tool and those who decide about it score it, until it is decided."""
    if request.kind != Kind.NEW_TOOL:
        return no(_("Seule une proposition d’outil s’évalue."))
    if not request.is_open:
        return no(_("La décision est prise : la grille ne change plus."))
    if person.pk in (request.requester_id, request.beneficiary_id) or _has_a_say(person, request):
        return YES
    return no(_("La grille est remplie par la personne qui propose et par celles qui décident."))


def _has_a_say(person: User, request: Request) -> bool:
    return Step.objects.falling_to(person).filter(request=request, task=Task.DECIDE.value).exists()


def can_attach(person: User, request: Request) -> Verdict:
    """Whoever reads the request may join a document to it, until it is decided."""
    if not request.is_open:
        return no(_("Cette demande est close : on n’y joint plus rien."))
    return can_read(person, request)


def can_remove(person: User, attachment: Attachment) -> Verdict:
    """Whoever added a document may take it back, even once the request is decided; nobody else may."""
    if attachment.removed_at is not None:
        return no(_("Cette pièce est déjà retirée."))
    if attachment.added_by_id == person.pk:
        return YES
    return no(_("La personne qui a joint cette pièce peut la retirer."))


def _concerns(person: User, request: Request) -> Verdict:
    if person.pk in (request.requester_id, request.beneficiary_id):
        return YES
    return no(_("Seules la personne qui demande et celle pour qui elle demande peuvent le faire."))


def _is_open(step: Step) -> Verdict:
    request = step.request
    if step.state == StepState.DONE:
        return already_decided(step)
    if request.state == State.CLARIFICATION:
        return no(_("Une précision est attendue de %(person)s.") % {"person": request.requester})
    if request.state == State.WITHDRAWN:
        return no(_("%(person)s a annulé cette demande.") % {"person": request.requester})
    turn = State.APPROVED if step.task == Task.PROVISION else State.WAITING
    if step.state != StepState.NOW or request.state != turn:
        return no(_("Ce n’est pas le tour de cette étape : rechargez la page."))
    return YES


def already_decided(step: Step) -> Verdict:
    """The refusal that a second decider reads: who decided, when and what."""
    text = DECIDED[Move(step.decision)]
    return no(_(text) % {"person": step.decided_by, "when": wording.moment(step.decided_at)})


def _is_not_theirs(person: User, step: Step) -> Verdict:
    request = step.request
    if person.pk in (request.requester_id, request.beneficiary_id):
        return no(_("Personne ne décide pour soi : une autre personne traite votre demande."))
    return YES


def _falls_to(person: User, step: Step) -> Verdict:
    """In one's own right; else in somebody's place, and then never twice on the same request."""
    if holds(person, step):
        return YES
    if inherits(person, step) or absence_filled(person, step):
        if person.pk not in step.decided_before():
            return YES
        return no(_("Vous avez déjà décidé une étape de cette demande : une autre personne décide celle-ci."))
    return no(_("Cette étape revient à ce rôle : %(role)s.") % {"role": _(Decider(step.role).label)})


def holds(person: User, step: Step | Reopening) -> bool:
    """Whether the step falls to the person by role in scope, or by their place beside its target."""
    request = step.request
    if step.role == Decider.LEAD:
        return request.project is not None and request.project.lead_id == person.pk
    if step.role == Decider.HOLDER:
        return request.beneficiary_id == person.pk
    return person.holds(Role(step.role), for_person=request.beneficiary)


def inherits(person: User, step: Step) -> bool:
    """Whether a step that was passed on has come down the line to the person."""
    heirs = heirs_until(step.role, step.passed_to)
    for_person = step.request.beneficiary
    return any(person.holds(Role(h.role), for_person=None if h.is_everywhere else for_person) for h in heirs)


def absence_filled(person: User, step: Step) -> Substitute | None:
    """The absence on behalf of which the person may take the step: never that of somebody it concerns."""
    request = step.request
    concerned = (request.requester_id, request.beneficiary_id)
    for row in standing_in(person):
        away = row.absent
        if (
            row.covers(request.kind)
            and away.pk not in concerned
            and (holds(away, step) or inherits(away, step))
        ):
            return row
    return None


def can_declare_absence(person: User, absent: User) -> Verdict:
    """Everybody for themselves; who manages people, for anybody."""
    if person.pk == absent.pk or person.may(Permission.MANAGE_PEOPLE):
        return YES
    return no(
        _("Chacun déclare ses propres absences ; l’administration peut le faire pour une autre personne.")
    )


def can_stand_in(absent: User, stand_in: User) -> Verdict:
    """Anybody admitted but oneself; whom a role asks for a second factor, its stand-in has one too."""
    if stand_in.pk == absent.pk:
        return no(_("Personne ne se remplace soi-même : choisissez une autre personne."))
    if not stand_in.is_admitted:
        return no(_("Cette personne n’est pas membre active du portail : choisissez-en une autre."))
    if not has_factor_for(stand_in, absent.roles):
        text = _("%(person)s doit d’abord activer un second facteur : les rôles à remplacer en demandent un.")
        return no(text % {"person": stand_in})
    return YES


def subscription_for(request: Request, today: date) -> Subscription | None:
    """The current subscription of the plan with most room."""
    current = Subscription.objects.current(today).filter(plan=request.plan).with_seats_held()
    return max(current.order_by("pk"), key=_room, default=None)


def _room(subscription: Subscription) -> float:
    free = subscription.free_seats()
    return float("inf") if free is None else free


def holds_seat(request: Request) -> bool:
    """Whether the beneficiary holds a seat of the plan now."""
    held = Seat.objects.open().filter(holder=request.beneficiary, subscription__plan=request.plan)
    return held.exists()


def is_full(request: Request, today: date) -> bool:
    """Whether no seat of the plan is free: all are held, or none is bought."""
    subscription = subscription_for(request, today)
    return subscription is None or _room(subscription) <= 0


def has_room(request: Request, today: date) -> bool:
    """Whether a seat is free and nobody waits for it."""
    return not is_full(request, today) and not WaitingPlace.objects.open().filter(plan=request.plan).exists()


def can_be_carried_out(request: Request, today: date) -> Verdict:
    """Whether the last approval could take effect today: a seat, or a place in the line for one."""
    if request.kind != Kind.LICENCE or (request.extends_id and holds_seat(request)):
        return YES
    return can_wait_for_seat(request, today)


def can_wait_for_seat(request: Request, today: date) -> Verdict:
    """Whether the person may hold a seat of the plan, free or not: nothing but room is wanting."""
    if request.plan is None:
        return no(_("Cette demande ne porte pas sur un siège."))
    return can_hold_seat(request.beneficiary, request.plan)


def can_leave_line(person: User, request: Request) -> Verdict:
    """Who waits, who asked for them, and who manages seats."""
    if not request.waiting_places.open().exists():
        return no(_("Cette demande n’attend plus de siège."))
    return YES if person.may(Permission.MANAGE_SEATS) else _concerns(person, request)
