"""Read the seats of every connection of a kind, now."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from catalog.connectors import KINDS
from catalog.enums import RunState
from catalog.models import Connection, SyncRun
from catalog.services import sync
from etech_ai.verdicts import Refused

WORDS = {
    RunState.DONE: "done",
    RunState.DRY_RUN: "dry run, nothing changed",
    RunState.NEEDS_REVIEW: "held back, needs review",
    RunState.FAILED: "failed",
    RunState.ABANDONED: "abandoned",
}


class Command(BaseCommand):
    help = "Read the seats of every connection of a kind: a line for each, exit 1 when one failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help=f"one of: {', '.join(sorted(KINDS))}")
        parser.add_argument("--dry-run", action="store_true", help="show the difference, change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] not in KINDS:
            raise CommandError(f"unknown kind {options['kind']!r}: one of {', '.join(sorted(KINDS))}")
        found = list(Connection.objects.filter(kind=options["kind"]).for_list())
        if not found:
            raise CommandError(f"no connection of kind {options['kind']}: make one with connect_vendor")
        with override("en"):
            failed = sum([not self._read(connection, options["dry_run"]) for connection in found])
        if failed:
            sys.exit(1)

    def _read(self, connection: Connection, dry_run: bool) -> bool:
        """One connection's line; whether it went well."""
        name = f"{connection.kind} {connection.organisation}".strip()
        if connection.is_paused:
            self.stdout.write(f"{name}: skipped, paused")
            return True
        try:
            run = sync.run(connection, dry_run=dry_run, now=timezone.now())
        except Refused as refusal:
            self.stdout.write(f"{name}: failed. {refusal}")
            return False
        self.stdout.write(f"{name}: {_told(run)}")
        return run.state != RunState.FAILED


def _told(run: SyncRun) -> str:
    if run.state == RunState.FAILED:
        where = f" on page {run.page}" if run.page else ""
        return f"failed{where} ({run.failure}), nothing ended. {run.message}"
    bought = "bought not told" if run.purchased is None else f"{run.purchased} bought"
    line = (
        f"{WORDS[RunState(run.state)]}: {run.pages} pages, {run.seats} seats, {bought}, {run.new_count} new, "
        f"{run.changed_count} changed, {run.missing_count} not seen, {run.ended_count} ended, "
        f"{run.unmatched_count} unmatched"
    )
    return f"{line}. {run.message}" if run.message else line
