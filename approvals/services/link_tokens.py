"""What the links of a mail carry, signed: which step, for whom, which move, until when, and one single use.

A token is no right: it opens a page for the person it names, in their own session, and that page asks.
"""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.core import signing
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from approvals.models import Step
from approvals.workflow import Move, Task
from etech_ai import wording
from people.models import User
from people.services.notifications import Actions

SALT = "approvals.decision-link"
VALID_FOR = timedelta(days=7)
MOVES = (Move.APPROVE, Move.ASK, Move.REFUSE)


class Forged(Exception):
    """No link of ours."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a link says. `once` is shared by the links of one mail."""

    step: int
    person: int
    move: Move
    until: datetime
    once: str

    def signed(self) -> str:
        """For an address. Read it with `Token.read`."""
        return signing.dumps(
            [self.step, self.person, self.move.value, int(self.until.timestamp()), self.once], salt=SALT
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Raises Forged."""
        try:
            step, person, move, until, once = signing.loads(text, salt=SALT)
        except signing.BadSignature:
            raise Forged from None
        return cls(step, person, Move(move), datetime.fromtimestamp(until, tz=UTC), once)


def for_mail(step: Step, person: User, *, now: datetime) -> Actions | None:
    """The moves that a mail offers on this step; None where there is more to do than to decide."""
    if step.task != Task.DECIDE:
        return None
    until, once = now + VALID_FOR, secrets.token_hex(16)
    note = _(
        "Ces liens s’ouvrent pour vous seulement, une fois, jusqu’au {day}. "
        "Rien n’est décidé avant que vous ne confirmiez dans le portail."
    )
    links = [(_(move.label), _address(Token(step.pk, person.pk, move, until, once))) for move in MOVES]
    return Actions(links, format_lazy(note, day=wording.LazyDay(until)))


def _address(token: Token) -> str:
    return reverse("approvals:decision_link", args=[token.signed()])
