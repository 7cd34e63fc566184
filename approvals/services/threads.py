"""The thread of a request: what its readers write there, and whom they call."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from approvals import checks
from approvals.mentions import handle_of, handles
from approvals.models import Comment, CommentNature, Mention, Request
from approvals.permissions import can_comment, can_read
from approvals.services import messages, moves
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User


@transaction.atomic
def comment(request: Request, *, by: User, text: str, now: datetime) -> Comment:
    """Write in the thread of a request that one may read; whoever is named with an @ is told.

    Raises Refused for an empty text, for a name that nobody has, and for somebody who may not read it.
    """
    can_comment(by, request).enforce()
    if not text.strip():
        raise Refused(_("Écrivez votre commentaire avant de l’envoyer."))
    called = [person for person in _called(request, text) if person != by]
    with audit.record("request.commented", by=by, on=request):
        line = moves.say(request, by, text, CommentNature.COMMENT, now)
        Mention.objects.bulk_create(Mention(comment=line, person=person) for person in called)
        messages.mentioned(request, by, called, line.text)
        messages.commented(request, by, _others(request, by, called), line.text)
    return line


def _called(request: Request, text: str) -> list[User]:
    return [_person(request, handle) for handle in handles(text)]


def _person(request: Request, handle: str) -> User:
    """The one reader of the request whom the handle names."""
    named = [person for person in User.objects.active().filter(email__istartswith=f"{handle}@").order_by("pk")
             if handle_of(person.email) == handle]  # fmt: skip
    if not named:
        raise Refused(
            _("Personne ne s’appelle @%(handle)s\u00a0: vérifiez l’identifiant.") % {"handle": handle}
        )
    readers = [person for person in named if can_read(person, request)]
    if not readers:
        text = _(
            "%(person)s ne peut pas lire cette demande\u00a0: retirez @%(handle)s, ou écrivez-lui ailleurs."
        )
        raise Refused(text % {"person": named[0], "handle": handle})
    return readers[0]


def _others(request: Request, by: User, called: Iterable[User]) -> list[User]:
    """Who follows the thread and was not called: those concerned, who decides now, who wrote before."""
    step = request.steps.current().first()
    following = [request.requester, request.beneficiary]
    if step:
        step.request = request
        following += checks.deciders_of_step(step)
    following += User.objects.active().filter(request_comments__request=request).distinct()
    left_out = {by.pk, *(person.pk for person in called)}
    return [
        person
        for person in dict.fromkeys(following)
        if person.pk not in left_out and can_read(person, request)
    ]
