"""`manage.py send_digests`: leave today's digests to the worker, once, as the beat does at eight."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from approvals.services import digests


class Command(BaseCommand):
    help = "Leave today's digests to the worker: « N digests left ». On a day off there are none."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{digests.leave_todays(now=timezone.now())} digests left")
