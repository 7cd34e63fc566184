"""Held-back readings: a person says whether what the vendor listed is true."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.connectors import Note
from catalog.enums import RunState
from catalog.models import Connection, SyncRun
from catalog.permissions import can_manage_connections
from catalog.services import applying, health, staging
from catalog.snapshot import merge
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused


@transaction.atomic
def confirm(run: SyncRun, *, by: Any, now: datetime) -> SyncRun:
    """Take the held-back list in after all. Raises Refused when somebody was faster, or a newer one came."""
    run = _held(run, by)
    notes = [Note(**told) for told in run.report.get("notes", [])]
    outcome = applying.Outcome.of(run, merge(staging.rows_of(run)), now=now, notes=notes)
    return applying.apply(outcome, by=by, reviewer=by)


@transaction.atomic
def dismiss(run: SyncRun, *, by: Any, now: datetime) -> SyncRun:
    """Set it aside: its rows go, the figures of before stay. Raises Refused like `confirm`."""
    run = _held(run, by)
    run.state, run.reviewed_by, run.reviewed_at = RunState.DISMISSED, by, now
    staging.drop(run)
    health.dismissed(run.connection)
    with audit.record("sync.dismissed", by=by, on=run):
        run.save()
        run.connection.save()
    return run


def _held(run: SyncRun, by: Any) -> SyncRun:
    can_manage_connections(by).enforce()
    connection = Connection.objects.select_for_update(of=("self",)).select_related(
        "subscription__plan__tool", "owner"
    ).get(pk=run.connection_id)  # fmt: skip
    run = SyncRun.objects.select_for_update().get(pk=run.pk)
    if not run.needs_review:
        raise Refused(_("Ce relevé n’attend plus de décision : relisez son état ci-dessous."))
    run.connection = connection
    return run
