"""API keys: the sheet that says whose a key is, where it is kept and when it is renewed."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.key_shapes import holds_a_key
from catalog.models import ApiKeySheet, Plan
from catalog.permissions import can_keep_key
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Project, User
from people.services import notifications

LONGEST = timedelta(days=365)
"""No key goes longer without being renewed."""


def open_sheet(
    plan: Plan,
    *,
    owner: User,
    environment: str,
    scopes: Sequence[str],
    cap_minor: int,
    currency: str,
    by: Any,
    today: date,
    project: Project | None = None,
    reference: str = "",
) -> ApiKeySheet:
    """What an approved request makes, inside the decision's own record: a sheet that its owner completes."""
    sheet = ApiKeySheet(
        plan=plan, owner=owner, project=project, environment=environment, scopes=sorted(scopes),
        cap_minor=cap_minor, currency=currency, reference=reference, opened_on=today,
    )  # fmt: skip
    with audit.record("api_key.opened", by=by, on=sheet):
        sheet.save(force_insert=True)
    _tell_owner(sheet)
    return sheet


@transaction.atomic
def complete(
    sheet: ApiKeySheet, *, kept_in: str, rotation_due_on: date, by: User, today: date
) -> ApiKeySheet:
    """Say where the key is kept and when it is renewed. Raises Refused for what looks like the key itself."""
    sheet = _kept_by(sheet, by)
    _refuse_keys(kept_in)
    _refuse_far_days(rotation_due_on, today)
    sheet.kept_in, sheet.rotation_due_on = kept_in.strip(), rotation_due_on
    sheet.completed_on = sheet.completed_on or today
    with audit.record("api_key.completed", by=by, on=sheet):
        sheet.save(update_fields=["kept_in", "rotation_due_on", "completed_on"])
    return sheet


@transaction.atomic
def rotate(sheet: ApiKeySheet, *, rotation_due_on: date, by: User, today: date) -> ApiKeySheet:
    """The key was renewed at the vendor's today; the next renewal is due on a day."""
    sheet = _kept_by(sheet, by)
    if not sheet.is_complete:
        raise Refused(_("Complétez d’abord la fiche\u00a0: dites où la clé est gardée."))
    _refuse_far_days(rotation_due_on, today)
    sheet.rotated_on, sheet.rotation_due_on = today, rotation_due_on
    with audit.record("api_key.rotated", by=by, on=sheet, facts={}):
        sheet.save(update_fields=["rotated_on", "rotation_due_on"])
    return sheet


@transaction.atomic
def revoke(sheet: ApiKeySheet, *, by: Any, today: date) -> ApiKeySheet:
    """The key no longer exists at the vendor's."""
    sheet = _kept_by(sheet, by)
    sheet.revoked_on = today
    with audit.record("api_key.revoked", by=by, on=sheet):
        sheet.save(update_fields=["revoked_on"])
    return sheet


@transaction.atomic
def set_cap(sheet: ApiKeySheet, *, cap_minor: int, by: Any) -> ApiKeySheet:
    """The most that the key may cost a month from now on. Raises Refused once it is revoked."""
    sheet = ApiKeySheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.is_revoked:
        raise Refused(_("Cette clé est révoquée\u00a0: son plafond ne change plus."))
    sheet.cap_minor = cap_minor
    with audit.record("api_key.cap_set", by=by, on=sheet):
        sheet.save(update_fields=["cap_minor"])
    return sheet


@transaction.atomic
def undo_opening(sheet: ApiKeySheet, *, by: Any, today: date) -> ApiKeySheet:
    """The decision that opened the sheet is taken back. Raises Refused once the key exists."""
    sheet = ApiKeySheet.objects.select_for_update().get(pk=sheet.pk)
    if sheet.is_complete:
        raise Refused(_("La clé existe déjà chez l’éditeur\u00a0: révoquez-la."))
    sheet.revoked_on = today
    with audit.record("api_key.opening_undone", by=by, on=sheet):
        sheet.save(update_fields=["revoked_on"])
    return sheet


def _kept_by(sheet: ApiKeySheet, by: Any) -> ApiKeySheet:
    sheet = ApiKeySheet.objects.select_for_update().get(pk=sheet.pk)
    can_keep_key(by, sheet).enforce()
    if sheet.is_revoked:
        raise Refused(_("Cette clé est révoquée\u00a0: demandez-en une autre."))
    return sheet


def _refuse_keys(text: str) -> None:
    if not text.strip():
        raise Refused(_("Dites où la clé est gardée\u00a0: le coffre, et le nom de l’entrée."))
    if holds_a_key(text):
        raise Refused(
            _("Ceci ressemble à la clé elle-même\u00a0: n’écrivez que le coffre et le nom de l’entrée.")
        )


def _refuse_far_days(day: date, today: date) -> None:
    if not today < day <= today + LONGEST:
        raise Refused(_("Une clé se renouvelle dans l’année\u00a0: choisissez un jour d’ici un an."))


def _tell_owner(sheet: ApiKeySheet) -> None:
    text = gettext_lazy(
        "Créez la clé chez l’éditeur, rangez-la dans un coffre, puis dites sur sa fiche où elle est gardée."
    )
    notifications.tell(
        sheet.owner,
        event="api_key.opened",
        subject=format_lazy(gettext_lazy("Clé d’API accordée\u00a0: {key}"), key=sheet.at),
        text=text,
        url=reverse("catalog:key_sheet", args=[sheet.pk]),
    )
