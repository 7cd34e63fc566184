"""Deciding from a mail: its link opens the decision's page for one person, once; confirming there decides."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from approvals.models import Request, SpentLink, Step
from approvals.services import requests
from approvals.services.link_tokens import Forged, Token
from approvals.workflow import Move
from people.models import User


class NotYours(Exception):
    """The link was sent to somebody else; whoever follows it learns nothing more."""


class Over(Exception):
    """The link no longer opens: it was used (`spent_at`), or it has expired (`spent_at` is None)."""

    def __init__(self, step: Step, spent_at: datetime | None = None) -> None:
        super().__init__(step.pk)
        self.step, self.spent_at = step, spent_at


@dataclass(frozen=True, slots=True)
class Opened:
    """A step that waits for the reader's decision, and the move that the link proposes."""

    step: Step
    move: Move
    once: str


def read(text: str, *, by: User, now: datetime) -> Opened:
    """What the link opens for this person. Raises Forged, NotYours, Over; writes nothing.

    Forged too for a step that the person may no longer read: it answers as one that does not exist.
    """
    token = Token.read(text)
    if token.person != by.pk:
        raise NotYours
    step = Step.objects.visible_to(by).select_related("request").filter(pk=token.step).first()
    if step is None:
        raise Forged
    spent = SpentLink.objects.filter(once=token.once).first()
    if spent or now >= token.until:
        raise Over(step, spent.spent_at if spent else None)
    return Opened(step, token.move, token.once)


@transaction.atomic
def decide(opened: Opened, *, by: User, move: Move | str, now: datetime, message: str = "") -> Request:
    """Decide the step and spend the link, both or neither; `move` may be another than the one proposed.

    Raises Refused as `requests.decide` does (the link then stays), and Over when it was spent meanwhile.
    """
    request = requests.decide(opened.step, by=by, move=move, message=message, now=now)
    kept = {"step": opened.step, "person": by, "spent_at": now}
    spent, is_first = SpentLink.objects.get_or_create(once=opened.once, defaults=kept)
    if not is_first:
        raise Over(opened.step, spent.spent_at)
    return request
