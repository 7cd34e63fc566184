"""`manage.py reopen_approvals`: hold every approval in effect against its facts of today."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from approvals.services import rechecking


class Command(BaseCommand):
    help = "Reopen the approvals whose facts no longer hold: « checked N, opened N, updated N, closed N »."

    def handle(self, *args: Any, **options: Any) -> None:
        counts = rechecking.sweep(now=timezone.now()).counts()
        self.stdout.write(", ".join(f"{name} {number}" for name, number in counts.items()))
