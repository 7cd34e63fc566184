"""Load a believable Etech on top of the plan."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from catalog.models import Plan
from roadmap.models import Theme
from roadmap.services.demo import (
    cast,
    clients,
    dossiers,
    following,
    growth,
    plan,
    policies,
    register,
    requests,
    rules,
    stage,
    tools,
    vendors,
)


class Command(BaseCommand):
    help = "Load a believable Etech on top of the plan. Idempotent; options grow it for benchmarks."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("people", "use-cases", "requests"):
            parser.add_argument(f"--{name}", type=int, default=0, metavar="N", help=f"grow to N {name}")

    def handle(self, *args: Any, **options: Any) -> None:
        if not Theme.objects.exists() or not Plan.objects.exists():
            raise CommandError("The demo stands on the plan: run manage.py load_plan first.")
        now = timezone.now()
        scene = stage.Stage(now=now, today=timezone.localdate(now))
        for load in (
            cast.load, clients.load, tools.load, vendors.load, clients.load_clauses, policies.load,
            register.load, plan.load, requests.load, dossiers.load,
            rules.load, following.load,
        ):  # fmt: skip
            load(scene)
        for grow, wanted in (
            (growth.people, options["people"]),
            (growth.use_cases, options["use_cases"]),
            (growth.requests, options["requests"]),
        ):
            if wanted:
                grow(scene, wanted)
        for name, number in scene.counts.items():
            self.stdout.write(f"{name}: {number}")
