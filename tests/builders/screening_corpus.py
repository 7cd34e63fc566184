"""The labelled snippets of tests/compliance/screening_corpus, whose README says what is marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent.parent / "compliance" / "screening_corpus"
FRESH = FOLDER.parent / "screening_fresh" / "fresh.yaml"
CLIENTS = (
    "Mutuelle Horizon", "Logipack", "Ferroviaire Rhône", "Banque Altéa", "Boréal",
    "Société des Eaux du Vercors",
)  # fmt: skip
"""The clients whose names the reader of the corpus may know."""
MARK = re.compile(r"⟦(?P<kind>[a-z]+): (?P<passage>[^⟦⟧]+)⟧")

Label = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """`labels` are (kind, start, end) in `text`; `language` is fr or en, `form` prose or code."""

    name: str
    language: str
    form: str
    is_clean: bool
    text: str
    labels: tuple[Label, ...]


def snippets() -> list[Snippet]:
    """The three hundred, by file, in the order of the file."""
    return [
        snippet
        for path in sorted(FOLDER.glob("*.yaml"))
        for snippet in _read(path, *path.stem.split("_")[:2])
    ]


def fresh() -> list[Snippet]:
    """Those that were written after the detectors."""
    return list(_read(FRESH))


def _read(path: Path, language: str = "", form: str = "") -> Iterator[Snippet]:
    for entry in yaml.safe_load(path.read_text("utf-8")):
        text, labels = unmarked(entry["text"])
        is_clean = path.stem.endswith("_clean") if language else not labels
        yield Snippet(f"{path.stem}: {entry['name']}", language, form, is_clean, text, labels)


def unmarked(marked: str) -> tuple[str, tuple[Label, ...]]:
    """The text without its marks, and where each marked passage lies in it."""
    text, reached, labels = "", 0, []
    for mark in MARK.finditer(marked):
        text += marked[reached : mark.start()]
        labels.append((mark["kind"], len(text), len(text) + len(mark["passage"])))
        text += mark["passage"]
        reached = mark.end()
    return text + marked[reached:], tuple(labels)
