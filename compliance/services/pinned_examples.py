"""Examples that the house pins to its data rules: a change that breaks one is not published."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.data_rules.examples import Asked, Checked, Example, check
from compliance.models import PinnedExample
from compliance.permissions import can_change_rules
from compliance.services import rules
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User


@transaction.atomic
def pin(
    *, given: str, when: str, then: str, asked: Asked, result: str, by: User, today: date
) -> PinnedExample:
    """Keep a question with the answer that it must always get.

    Raises Refused without words, and when the rules of the day answer otherwise: an example starts true.
    """
    can_change_rules(by).enforce()
    if not (given.strip() and when.strip() and then.strip()):
        raise Refused(_("Écrivez l’exemple en entier : étant donné, quand, alors."))
    row = PinnedExample(
        given=given.strip(), when=when.strip(), then=then.strip(), asked=asked.as_json(), result=result,
        pinned_by=by, pinned_on=today,
    )  # fmt: skip
    _refuse_untrue(check(rules.data(today), row.example))
    with audit.record("pinned_example.pinned", by=by, on=row):
        row.save(force_insert=True)
    return row


@transaction.atomic
def retire(example: Example, *, because: str, by: User, today: date) -> PinnedExample:
    """The example no longer holds the rules, whether the house pinned it or it came with them.

    Raises Refused without a reason, when it is already retired, and for one that the law or the principle of
    the classification asks for.
    """
    can_change_rules(by).enforce()
    if example.is_core:
        raise Refused(_("Cet exemple tient à la loi ou au principe des règles : il ne se retire pas."))
    if not because.strip():
        raise Refused(_("Dites pourquoi cet exemple ne tient plus."))
    row = _row(example, by=by, today=today)
    if row.retired_on:
        raise Refused(_("Cet exemple est déjà retiré : aucune action n’est nécessaire."))
    row.retired_on, row.retired_because = today, because.strip()
    with audit.record("pinned_example.retired", by=by, on=row):
        row.save()
    return row


def _row(example: Example, *, by: User, today: date) -> PinnedExample:
    """Its row, made on the spot for an example that came with the rules."""
    known = PinnedExample.objects.select_for_update().order_by("pk")
    for row in known:
        if example.id in (row.shipped, row.example.id):
            return row
    return PinnedExample(
        given=example.given.fr, when=example.when.fr, then=example.then.fr, asked=example.asked.as_json(),
        result=example.result, shipped=example.id, pinned_by=by, pinned_on=today,
    )  # fmt: skip


def _refuse_untrue(found: Checked) -> None:
    if not found.holds:
        raise Refused(
            _("Les règles en vigueur répondent autrement (%(found)s) : corrigez la réponse attendue.")
            % {"found": found.found}
        )
