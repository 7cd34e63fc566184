"""`manage.py verify_trail`: read the whole chain and say whether every link holds."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from compliance import trail


class Command(BaseCommand):
    help = "Verify the trail: « ok, N events, head … », or the first broken entry and exit 1."

    def handle(self, *args: Any, **options: Any) -> None:
        found = trail.verify()
        if found.ok:
            self.stdout.write(f"ok, {found.count} events, head {found.head}")
            return
        self.stdout.write(f"broken at entry {found.broken_at}: {found.problem}")
        sys.exit(1)
