"""`manage.py export_dossier USE_CASE_SLUG --output FILE.pdf`: seal a dossier here and now."""

import os
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from compliance.models import Dossier, Recipient
from compliance.services import dossier_files
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job
from etech_ai.verdicts import Refused
from usecases.models import UseCase
from usecases.services import dossiers


class Command(BaseCommand):
    help = "Print and seal the dossier of a use case; it is archived like one asked for on the page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="USE_CASE_SLUG")
        parser.add_argument("--output", required=True, metavar="FILE.pdf")
        parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--recipient", default=Recipient.INTERNAL_AUDIT.value, choices=list(Recipient))
        parser.add_argument("--show-names", action="store_true", help="names of staff, not only of deciders")

    def handle(self, *args: Any, slug: str, output: str, **options: Any) -> None:
        target = Path(output)
        if not target.parent.is_dir():
            raise CommandError(f"{target.parent} is not a folder: choose another --output.")
        use_case = UseCase.objects.filter(slug=slug).first()
        if use_case is None:
            raise CommandError(f"No use case has the address {slug!r}: its page's address ends with it.")
        dossier = self._sealed(use_case, options)
        _write(target, dossier_files.read(dossier))
        self.stdout.write(f"{dossier.number} {target}\nsha256 {dossier.sha256}\nkey    {dossier.signer}")

    def _sealed(self, use_case: UseCase, options: dict[str, Any]) -> Dossier:
        now = timezone.now()
        try:
            dossier = dossiers.request_by_command(
                use_case, since=options["since"], until=options["until"] or timezone.localdate(now),
                recipient=options["recipient"], hides_names=not options["show_names"], now=now,
            )  # fmt: skip
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        job = Job.objects.get(key=dossier.job_key)
        queue.run(job.pk, timezone.now())
        dossier.refresh_from_db()
        if not dossier.is_sealed:
            job.refresh_from_db()
            raise CommandError(
                f"{dossier.number} could not be printed: {job.error or 'another worker has it'}"
            )
        return dossier


def _write(target: Path, data: bytes) -> None:
    """The whole file or none."""
    draft = target.with_name(f".{target.name}.part")
    try:
        draft.write_bytes(data)
        os.replace(draft, target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise CommandError(f"{target} cannot be written: {error.strerror}.") from error
