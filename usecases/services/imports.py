"""Reading a file of use cases in, showing what it would do, then doing it: all the sound rows, or none."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai import sheets
from etech_ai.verdicts import Refused
from people.models import User
from usecases import importing
from usecases.importing import PlannedRow
from usecases.models import RegisterImport, UseCase
from usecases.services import usecases
from usecases.vocabulary import ImportAction

Cleaned = Callable[[dict[str, Any], UseCase | None], dict[str, Any]]
"""Given what a form is sent and the use that it changes, what the services take."""


def read(*, name: str, data: bytes, judge: importing.Judge, by: User, now: dt.datetime) -> RegisterImport:
    """Keep the rows for a preview. Raises Refused for a file that cannot be read or has no head."""
    rows = sheets.read(name, data)
    importing.plan(rows, user=by, judge=judge)
    return RegisterImport.objects.create(
        file_name=name[-160:], sha256=sha256(data).hexdigest(), rows=rows, read_by=by, read_at=now
    )


def preview(taken: RegisterImport, *, judge: importing.Judge) -> list[PlannedRow]:
    """What confirming it would do now."""
    rows = [(line, cells) for line, cells in taken.rows]
    return importing.plan(rows, user=taken.read_by, judge=judge)


@transaction.atomic
def confirm(
    taken: RegisterImport,
    *,
    judge: importing.Judge,
    clean: Cleaned,
    by: User,
    now: dt.datetime,
    today: dt.date,
) -> Counter[str]:
    """Write every sound row; how many of each kind. Raises Refused when it was confirmed, or has none."""
    taken = RegisterImport.objects.select_for_update().get(pk=taken.pk, read_by=by)
    if taken.confirmed_at:
        raise Refused(_("Cet import est déjà fait."))
    planned = preview(taken, judge=judge)
    writes = [row for row in planned if row.action in (ImportAction.DECLARE, ImportAction.CHANGE)]
    if not writes:
        raise Refused(_("Aucune ligne à importer : corrigez le fichier, puis recommencez."))
    for row in writes:
        _write(row, clean, by=by, now=now, today=today)
    taken.confirmed_at = now
    taken.save(update_fields=["confirmed_at"])
    return Counter(row.action.value for row in planned)


def _write(row: PlannedRow, clean: Cleaned, *, by: User, now: dt.datetime, today: dt.date) -> None:
    if row.action == ImportAction.DECLARE:
        usecases.declare(by=by, now=now, today=today, **clean(row.sent, None))
        return
    use_case = UseCase.objects.visible_to(by).select_related("client", "project").get(reference=row.reference)
    usecases.edit(use_case, by=by, today=today, **clean(row.sent, use_case))
