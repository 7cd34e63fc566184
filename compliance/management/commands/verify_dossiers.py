"""`manage.py verify_dossiers`: read every sealed file of the archive again."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from compliance.models import CheckState, Dossier
from compliance.services import dossier_checks


class Command(BaseCommand):
    help = "Verify every sealed dossier: « ok, N dossiers », or one line for each that differs and exit 1."

    def handle(self, *args: Any, **options: Any) -> None:
        different = 0
        dossiers = Dossier.objects.sealed().order_by("number")
        for dossier in dossiers:
            found = dossier_checks.check(dossier, now=timezone.now())
            if found.state != CheckState.INTACT:
                different += 1
                self.stdout.write(f"{dossier.number}: {found.state}, {found.problem}")
        if different:
            self.stdout.write(f"{different} of {len(dossiers)} dossiers differ")
            sys.exit(1)
        self.stdout.write(f"ok, {len(dossiers)} dossiers")
