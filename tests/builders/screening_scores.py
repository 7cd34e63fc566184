"""What the screening finds in labelled snippets against what is marked: precision and recall by kind."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from builders.screening_corpus import CLIENTS, Label, Snippet
from compliance.screening.engine import screen

ALL = "all"


@dataclass(frozen=True, slots=True)
class Score:
    """Passages found rightly, found wrongly, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def marked(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 1.0


def found_in(snippet: Snippet) -> list[Label]:
    return [
        (finding.kind.value, finding.start, finding.end)
        for finding in screen(snippet.text, names=CLIENTS).findings
    ]


def scores(snippets: Iterable[Snippet]) -> dict[str, Score]:
    """By kind, in alphabetical order, then over all of them."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for snippet in snippets:
        hits, false, left = compared(snippet.labels, found_in(snippet))
        right.update(kind for kind, *_place in hits)
        wrong.update(kind for kind, *_place in false)
        missed.update(kind for kind, *_place in left)
    kinds = sorted({*right, *wrong, *missed})
    by_kind = {kind: Score(right[kind], wrong[kind], missed[kind]) for kind in kinds}
    return by_kind | {ALL: Score(right.total(), wrong.total(), missed.total())}


def compared(marked: Iterable[Label], found: Iterable[Label]) -> tuple[list[Label], list[Label], list[Label]]:
    """Right, wrong and missed. A passage counts once, for a finding of its kind that shares half of both."""
    left, right, wrong = list(marked), [], []
    for finding in found:
        label = next((label for label in left if _is_same(label, finding)), None)
        if label:
            left.remove(label)
        (right if label else wrong).append(finding)
    return right, wrong, left


def _is_same(label: Label, finding: Label) -> bool:
    kind, start, end = label
    shared = min(end, finding[2]) - max(start, finding[1])
    whole = max(end, finding[2]) - min(start, finding[1])
    return kind == finding[0] and 2 * shared >= whole


def alarms(snippets: Iterable[Snippet]) -> list[str]:
    """The clean snippets in which something was found."""
    return [snippet.name for snippet in snippets if snippet.is_clean and found_in(snippet)]
