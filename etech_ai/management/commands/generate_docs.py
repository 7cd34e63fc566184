"""Write the pages of docs/ that are generated from code, or check that they are fresh."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

# page: the function that writes it. By name, since the ground imports no floor above.
PAGES = {
    "docs/roles.md": "people.access:roles_table",
    "docs/workflow.md": "approvals.workflow:diagram",
}


class Command(BaseCommand):
    help = "Write docs/roles.md and docs/workflow.md from the code; --check fails when one is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing, fail when a page is stale")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        stale = [page for page, source in PAGES.items() if _is_stale(page, source)]
        if check and stale:
            raise CommandError(f"Stale: {', '.join(stale)}. Run ./dev fix.")
        for page in stale:
            _path(page).write_text(_text(PAGES[page]), encoding="utf-8")
            self.stdout.write(f"wrote {page}")


def _path(page: str) -> Path:
    return Path(settings.BASE_DIR) / page


def _text(source: str) -> str:
    module, function = source.split(":")
    return getattr(import_module(module), function)().rstrip() + "\n"


def _is_stale(page: str, source: str) -> bool:
    path = _path(page)
    return not path.exists() or path.read_text(encoding="utf-8") != _text(source)
