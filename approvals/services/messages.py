"""Who is told what, when a request moves: a row in their centre and a mail, in their own language."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from approvals.desk import title_of
from approvals.light_paths import LightPath
from approvals.models import Request, Step, Substitute
from approvals.services import link_tokens
from approvals.succession import Cause
from approvals.workflow import State, Task
from etech_ai import wording
from people.models import User
from people.services import notifications

SUBJECTS = {
    State.APPROVED: _("{reference} approuvée : {title}"),
    State.REFUSED: _("{reference} refusée : {title}"),
    State.CLARIFICATION: _("{reference} : une précision est demandée"),
}


def to_decide(request: Request, step: Step, deciders: Iterable[User]) -> None:
    """A step is theirs now."""
    subject = _("À décider : {title}") if step.task == Task.DECIDE else _("Accès à ouvrir : {title}")
    text = _("{person} demande : {title}. Réponse attendue avant le {day}. {why}")
    why = request.justification if step.task == Task.DECIDE else ""
    values = _values(request) | {"person": request.requester, "day": wording.LazyDay(step.due_on), "why": why}
    _tell(deciders, "request.to_decide", subject, text, values, _inbox(request), step=step)


def moved_on(request: Request, by: User, message: str = "", conditions: Sequence[str] = ()) -> None:
    """The requester and the beneficiary learn the outcome, its conditions, or that a precision is asked."""
    approved = _("{person} a approuvé la dernière étape. {message}")
    if conditions:
        approved = _("{person} a approuvé la dernière étape, sous conditions : {conditions} {message}")
    texts = {
        State.APPROVED: approved,
        State.REFUSED: _("{person} a refusé, pour cette raison : {message}"),
        State.CLARIFICATION: _("{person} demande : {message}"),
    }
    state = State(request.state)
    values = _values(request) | {"person": by, "message": message, "conditions": " ".join(conditions)}
    people = {person.pk: person for person in (request.requester, request.beneficiary) if person.pk != by.pk}
    event = "request.decided" if state is not State.CLARIFICATION else "request.precision_asked"
    _tell(people.values(), event, SUBJECTS[state], texts[state], values, _sheet(request))


def granted(request: Request, rule: LightPath) -> None:
    """A rule of the house granted it at once: requester and beneficiary read which one."""
    values = _values(request) | {"rule": rule.id, "words": _(rule.words)}
    text = _("Accordée à l’envoi par la règle {rule}. {words}")
    people = {person.pk: person for person in (request.requester, request.beneficiary)}
    _tell(people.values(), "request.decided", SUBJECTS[State.APPROVED], text, values, _sheet(request))


def access_opened(request: Request, by: User) -> None:
    """The access is open at the vendor: the beneficiary can start."""
    values = _values(request) | {"person": by}
    text = _("{person} a ouvert l’accès : vous pouvez commencer.")
    _tell(
        [request.beneficiary],
        "request.access_opened",
        _("Accès ouvert : {title}"),
        text,
        values,
        _sheet(request),
    )


def answered(request: Request, step: Step, deciders: Iterable[User], message: str) -> None:
    """The precision has come: the step is the deciders' again."""
    values = _values(request) | {"person": request.requester, "message": message}
    subject, text = _("{reference} : la précision est arrivée"), _("{person} répond : {message}")
    _tell(deciders, "request.answered", subject, text, values, _inbox(request), step=step)


def commented(request: Request, by: User, readers: Iterable[User], text: str) -> None:
    """Somebody wrote in a thread that they follow."""
    values = _values(request) | {"person": by, "message": text}
    subject, said = _("{reference} : {person} a écrit"), _("{person} écrit : {message}")
    _tell(readers, "request.commented", subject, said, values, _sheet(request))


def mentioned(request: Request, by: User, people: Iterable[User], text: str) -> None:
    """Somebody called them by name."""
    values = _values(request) | {"person": by, "message": text}
    subject, said = _("{person} vous appelle sur {reference}"), _("{person} écrit : {message}")
    _tell(people, "request.mentioned", subject, said, values, _sheet(request))


def withdrawn(request: Request, deciders: Iterable[User]) -> None:
    """Nothing is left to decide."""
    values = _values(request) | {"person": request.requester}
    text = _("{person} a annulé sa demande : vous n’avez plus rien à faire.")
    _tell(deciders, "request.withdrawn", _("{reference} annulée : {title}"), text, values, _sheet(request))


def overdue(request: Request, step: Step, deciders: Iterable[User]) -> None:
    """The answer is late; said once a step."""
    values = _values(request) | {"person": request.requester, "day": wording.LazyDay(step.due_on)}
    text = _("{person} attend votre réponse depuis le {day}.")
    subject = _("En retard : {title}")
    _tell(deciders, "request.overdue", subject, text, values, _inbox(request), step=step)


def passed_on(request: Request, step: Step, people: Iterable[User]) -> None:
    """A step has come down the line to them; whoever had it before keeps it."""
    texts = {
        Cause.AWAY: _(
            "Personne n’est là pour décider cette étape : elle vous revient. {person} demande : {title}."
        ),
        Cause.LATE: _(
            "La réponse était attendue avant le {day} : elle vous revient aussi. {person} demande : {title}."
        ),
    }
    values = _values(request) | {"person": request.requester, "day": wording.LazyDay(step.due_on)}
    text = texts[Cause(step.passed_why)]
    subject = _("À décider, en relais : {title}")
    _tell(people, "request.passed_on", subject, text, values, _inbox(request), step=step)


def absence_declared(row: Substitute, by: User) -> None:
    """Both learn it: who is away, and who stands in."""
    values = {"absent": row.absent, "stand_in": row.stand_in or "", **_period(row)}
    text = _("{absent} s’absente du {first} au {last} : vous décidez en votre nom, pour son compte.")
    subject = _("Vous remplacez {absent}")
    _tell([row.stand_in] if row.stand_in else [], "substitute.named", subject, text, values, _absences())
    if row.stand_in:
        text = _("{stand_in} décide pour vous du {first} au {last}. Vous continuez à tout voir.")
    else:
        text = _(
            "Du {first} au {last}, ce qui n’attend que vous passe au suivant. Vous continuez à tout voir."
        )
    _tell([row.absent], "substitute.declared", _("Votre absence est notée"), text, values, _absences())


def absence_ended(row: Substitute, by: User) -> None:
    """Both learn that it is over."""
    values: dict[str, object] = {"absent": row.absent, "person": by}
    text = _("{person} a arrêté l’absence de {absent} : chacun décide de nouveau pour soi.")
    both = [person for person in (row.absent, row.stand_in) if person]
    _tell(both, "substitute.ended", _("Fin d’absence : {absent}"), text, values, _absences())


def _period(row: Substitute) -> dict[str, object]:
    return {"first": wording.LazyDay(row.starts_on), "last": wording.LazyDay(row.ends_on)}


def _absences() -> str:
    return reverse("approvals:absence_list")


def _values(request: Request) -> dict[str, object]:
    return {"reference": request.reference, "title": title_of(request)}


def _tell(
    people: Iterable[User], event: str, subject: Any, text: Any, values: dict[str, object], url: str,
    *, step: Step | None = None,
) -> None:  # fmt: skip
    """With a step that waits for them, their mail offers to decide it."""
    for person in people:
        notifications.tell(
            person,
            event=event,
            subject=format_lazy(subject, **values),
            text=format_lazy(text, **values),
            url=url,
            actions=link_tokens.for_mail(step, person, now=timezone.now()) if step else None,
        )


def _sheet(request: Request) -> str:
    return reverse("approvals:request_sheet", args=[request.reference])


def _inbox(request: Request) -> str:
    return reverse("approvals:inbox_item", args=[request.reference])
