"""How well the screening of a text reads labelled snippets: a table of its own, without a server."""

import sys
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "tests")]

from benchmarks.measuring import in_columns  # noqa: E402
from builders.screening_corpus import fresh, snippets  # noqa: E402
from builders.screening_scores import Score, alarms, scores  # noqa: E402

HEADS = ("kind", "marked", "precision", "recall", "marked, fresh", "precision, fresh", "recall, fresh")
NOTHING = Score(0, 0, 0)


def screening_quality(*, markdown: bool) -> str:
    """Precision and recall by kind, on the corpus and on what was written after the detectors."""
    corpus = snippets()
    on_corpus, on_fresh = scores(corpus), scores(fresh())
    rows = [(kind, *_cells(score), *_cells(on_fresh.get(kind, NOTHING))) for kind, score in on_corpus.items()]
    clean = [snippet for snippet in corpus if snippet.is_clean]
    told = f"{len(corpus)} snippets; of {len(clean)} clean ones, {len(alarms(clean))} raise an alarm."
    return f"{in_columns(HEADS, rows, markdown)}\n\n{told}"


def _cells(score: Score) -> tuple[str, str, str]:
    """A kind that is neither marked nor found has no precision and no recall."""
    precision = f"{score.precision:.2f}" if score.right + score.wrong else ""
    return str(score.marked), precision, f"{score.recall:.2f}" if score.marked else ""


TABLES: dict[str, Callable[..., str]] = {"screening_quality": screening_quality}
