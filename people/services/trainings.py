"""Training: made, and followed by people until its proof runs out."""

from calendar import monthrange
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Training, TrainingCompletion, User
from people.permissions import can_manage_people, can_record_completion
from people.services.slugs import free_slug


@transaction.atomic
def create(
    *,
    title: str,
    minutes: int,
    by: Any,
    url: str = "",
    is_required: bool = False,
    valid_months: int | None = None,
    summary: str = "",
) -> Training:
    """A new training. `valid_months` is how long a completion holds; None means for good."""
    can_manage_people(by).enforce()
    training = Training(
        title=title.strip(), slug=free_slug(Training, title), minutes=minutes, url=url,
        is_required=is_required, valid_months=valid_months, summary=summary,
    )  # fmt: skip
    with audit.record("training.created", by=by, on=training):
        training.save()
    return training


@transaction.atomic
def complete(
    training: Training, *, user: User, completed_on: date, by: Any, proof: str = ""
) -> TrainingCompletion:
    """Somebody followed the training that day. Raises Refused when that is recorded already."""
    can_record_completion(by, user, proof).enforce()
    if TrainingCompletion.objects.filter(training=training, user=user, completed_on=completed_on).exists():
        raise Refused(_("Cette formation est déjà enregistrée à cette date."))
    completion = TrainingCompletion(
        training=training, user=user, completed_on=completed_on, proof=proof.strip(),
        expires_on=_months_after(completed_on, training.valid_months),
    )  # fmt: skip
    with audit.record("training.completed", by=by, on=completion):
        completion.save()
    return completion


def _months_after(day: date, months: int | None) -> date | None:
    if months is None:
        return None
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
