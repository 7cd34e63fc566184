"""Load the plan, the vendors and the rulesets: the portal's first content."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog.services import content
from compliance.services import rules
from roadmap.services import plan


class Command(BaseCommand):
    help = "Load the firm's plan, the vendors with their plans, and check the shipped rulesets. Idempotent."

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        counts = plan.load(today)
        for name, total in counts.total.items():
            self.stdout.write(f"{name}: {total} ({counts.new[name]} new)")
        for name, number in content.load_vendors(by=plan.LOADER).items():
            self.stdout.write(f"{name}: {number}")
        for name, ruleset in (("AI Act", rules.ai_act()), ("data", rules.vocabulary())):
            self.stdout.write(f"ruleset {name}: {ruleset.version}")
