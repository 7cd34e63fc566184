"""Commands that read JSON lines and write JSON lines, in order.

Everything is read before anything is written: a line that is not JSON, or that lacks a required key, ends the
command with exit 2 and no output. A line that names something unknown gets its `error`; the others are
answered, and the exit is 1.
"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from compliance.rulesets import MissingKey


class Unreadable(Exception):
    """The input as a whole cannot be answered; the message says which line, and why."""


class LinesCommand(BaseCommand):
    """Subclasses say what a line needs (`check_line`) and what it answers (`answer`)."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", nargs="?", default="-", help="a file of JSON lines, or - for standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            lines = self._parsed(_read(options["file"]))
        except Unreadable as fault:
            self.stderr.write(str(fault))
            sys.exit(2)
        answers = [self.answer(line) for line in lines]
        _speak_utf8()
        for answer in answers:
            self.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
        if any("error" in answer for answer in answers):
            sys.exit(1)

    def check_line(self, line: Any) -> None:
        """Raise MissingKey for a line that lacks a required key."""
        raise NotImplementedError

    def answer(self, line: Any) -> dict[str, Any]:
        """The object to print for one line."""
        raise NotImplementedError

    def _parsed(self, text: str) -> list[Any]:
        """Every line that is not blank. Raises Unreadable naming the first that cannot be used."""
        # Only \n ends a line: str.splitlines would also cut at U+2028, which JSON allows inside a string.
        numbered = enumerate(text.split("\n"), 1)
        return [self._one(number, line) for number, line in numbered if line.strip()]

    def _one(self, number: int, text: str) -> Any:
        try:
            line = json.loads(text, parse_constant=_refuse)
            json.dumps(line, ensure_ascii=False).encode()  # what cannot be written back is no text
            self.check_line(line)
        except MissingKey as missing:
            raise Unreadable(f"Ligne {number}\u00a0: il manque la clé {missing}.") from missing
        except (ValueError, RecursionError) as bad:
            raise Unreadable(f"Ligne {number}\u00a0: ce n’est pas du JSON ({bad}).") from bad
        return line


def _speak_utf8() -> None:
    """JSON lines are UTF-8 whatever the terminal's locale."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")


def _refuse(name: str) -> None:
    """NaN and Infinity are Python's, not JSON's."""
    raise ValueError(name)


def _read(name: str) -> str:
    """The whole input as text. Raises Unreadable when it is absent or not UTF-8."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise Unreadable(f"Entrée illisible\u00a0: {fault}.") from fault
