"""`manage.py classify [FILE or -]`: AI Act answers in, outcomes out, one JSON object a line."""

from typing import Any

from compliance.ai_act.jsonl import classify_line
from compliance.management.lines import LinesCommand
from compliance.rulesets import MissingKey
from compliance.services import rules


class Command(LinesCommand):
    help = "Classify AI Act answers: JSON lines in, JSON lines out."

    def check_line(self, line: Any) -> None:
        MissingKey.check(line, "id", "answers")

    def answer(self, line: Any) -> dict[str, Any]:
        return classify_line(rules.ai_act(), line)
