"""`manage.py data_answer [FILE or -]`: data questions in, answers out, one JSON object a line."""

from typing import Any

from django.utils import timezone

from compliance.management.lines import LinesCommand
from compliance.services import questions


class Command(LinesCommand):
    help = "Answer data questions: JSON lines in, JSON lines out."

    def check_line(self, line: Any) -> None:
        questions.check_keys(line)

    def answer(self, line: Any) -> dict[str, Any]:
        return questions.answer(line, today=timezone.localdate())
