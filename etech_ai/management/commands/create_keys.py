"""`manage.py create_keys`: a fresh set of keys, printed or written to a file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from etech_ai import keys


class Command(BaseCommand):
    help = "Make the keys of an installation: print them, or write them to a file that only its owner reads."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", type=Path, help="file to write; refused when it exists")

    def handle(self, *args: Any, output: Path | None = None, **options: Any) -> None:
        if output is None:
            self.stdout.write(keys.as_lines(keys.new_keys()), ending="")
            return
        try:
            keys.write_new_keys(output)
        except FileExistsError as error:
            raise CommandError(
                f"{output} exists: keys are never overwritten, what they protect would be lost."
            ) from error
        self.stdout.write(f"Keys written to {output}. Back them up apart from the database.")
