"""`manage.py serve_waiting_list`: give freed seats to those who wait, first come, first served."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from approvals.services import allotting


class Command(BaseCommand):
    help = "Give freed seats to the heads of the waiting lists: « served N »."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"served {allotting.sweep(now=timezone.now())}")
