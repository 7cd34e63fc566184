"""The risks of a use case with what is done about them, and the review of its biases."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User
from usecases import permissions
from usecases.models import BiasReview, Risk, UseCase
from usecases.risk_words import BIAS_QUESTIONS, BiasAnswer, GenerativeRisk, RiskState

FIELDS = ("title", "tags", "likelihood", "impact", "mitigation", "owner", "state", "review_on")


@transaction.atomic
def add(use_case: UseCase, *, by: User, today: dt.date, owner: User | None = None, **told: Any) -> Risk:
    """A risk of the use; without an owner it is the use's owner's. Raises Refused as `edit` does."""
    use_case = UseCase.objects.select_for_update().get(pk=use_case.pk)
    permissions.can_keep_risks(by, use_case).enforce()
    last = use_case.risks.aggregate(last=Max("number"))["last"] or 0
    risk = Risk(
        use_case=use_case, number=last + 1, owner=owner or use_case.owner,
        recorded_on=today, updated_on=today, **told,
    )  # fmt: skip
    _refuse_unsound(risk)
    with audit.record("risk.added", by=by, on=risk):
        risk.save()
    return risk


@transaction.atomic
def edit(risk: Risk, *, by: User, today: dt.date, **changes: Any) -> Risk:
    """Change a risk; nothing changed writes nothing.

    Raises Refused for who does not keep it, an unknown tag, an owner who may not see the use, and a risk that
    is treated or accepted without saying how.
    """
    risk = Risk.objects.select_for_update().select_related("use_case__owner").get(pk=risk.pk)
    permissions.can_keep_risks(by, risk.use_case, risk.owner).enforce()
    changes["owner"] = changes.get("owner") or risk.use_case.owner
    if all(getattr(risk, name) == value for name, value in changes.items()):
        return risk
    for name in changes.keys() & set(FIELDS):
        setattr(risk, name, changes[name])
    _refuse_unsound(risk)
    risk.updated_on = today
    with audit.record("risk.edited", by=by, on=risk):
        risk.save()
    return risk


@transaction.atomic
def review_bias(
    use_case: UseCase, *, answers: Mapping[str, str], next_on: dt.date, by: User, today: dt.date
) -> BiasReview:
    """Keep the answers to the bias questions. Raises Refused for one left out or a past day."""
    use_case = UseCase.objects.select_for_update().get(pk=use_case.pk)
    permissions.can_keep_risks(by, use_case).enforce()
    known = [name for name, _text, _article in BIAS_QUESTIONS]
    if set(answers) != set(known) or not set(answers.values()) <= {answer.value for answer in BiasAnswer}:
        raise Refused(_("Répondez à chaque question ; « Je ne sais pas » en est une réponse."))
    if next_on <= today:
        raise Refused(_("La prochaine revue doit être après aujourd’hui."))
    review = BiasReview(
        use_case=use_case, answers=dict(answers), reviewed_by=by, reviewed_on=today, next_on=next_on
    )
    with audit.record("bias.reviewed", by=by, on=review):
        review.save()
    return review


def _refuse_unsound(risk: Risk) -> None:
    if set(risk.tags) - {tag.value for tag in GenerativeRisk}:
        raise Refused(_("Cette étiquette ne fait pas partie des douze risques de NIST AI 600-1."))
    if risk.state != RiskState.OPEN and not risk.mitigation.strip():
        raise Refused(_("Dites ce qui est fait, ou pourquoi le risque est accepté, avant de le clore."))
    if not UseCase.objects.visible_to(risk.owner).filter(pk=risk.use_case_id).exists():
        raise Refused(_("Cette personne ne voit pas ce cas d’usage : choisissez quelqu’un du projet."))
