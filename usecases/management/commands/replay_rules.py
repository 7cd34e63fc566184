"""`manage.py replay_rules VERSION`: the register under that ruleset, one JSON object a changed use case.

Writes nothing. The last line counts: {"changed", "unchanged", "refused"}. Exit 2 for an unknown version.
"""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from etech_ai.verdicts import Refused
from usecases.models import UseCase
from usecases.services import replays
from usecases.services.replays import Replayed


class Command(BaseCommand):
    help = "Replay the register under another AI Act ruleset, without writing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("version", help="a shipped ruleset, e.g. 2024.7.0")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rules = replays.named(options["version"])
        except Refused as refusal:
            self.stderr.write(str(refusal))
            sys.exit(2)
        counts = {"changed": 0, "unchanged": 0, "refused": 0}
        for row in replays.replayed(rules, of=UseCase.objects.all()):
            counts[_kind(row)] += 1
            if not row.difference.is_same:
                self._print(_told(row))
        self._print(counts)

    def _print(self, told: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")))


def _kind(row: Replayed) -> str:
    if row.difference.refused:
        return "refused"
    return "unchanged" if row.difference.is_same else "changed"


def _told(row: Replayed) -> dict[str, Any]:
    found = row.difference
    return {
        "use_case": row.use_case.reference,
        "from": row.classification.ruleset_version,
        "before": found.before.outcome if found.before else None,
        "after": found.after.outcome if found.after else None,
        "refused": found.refused,
        "flags": {"gained": found.flags_gained, "lost": found.flags_lost},
        "obligations": {"gained": found.obligations_gained, "lost": found.obligations_lost},
        "dates": [
            {"obligation": move.obligation, "before": str(move.before), "after": str(move.after)}
            for move in found.moved
        ],
        "rules": {
            "gained": [[reason.rule, reason.article] for reason in found.reasons_gained],
            "lost": [[reason.rule, reason.article] for reason in found.reasons_lost],
        },
    }
