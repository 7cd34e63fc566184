"""A long dossier printed as the worker does it, and by WeasyPrint alone on the same HTML; prints JSON.

python -m benchmarks.dossier EVENTS ROUNDS     seconds of each, pages

Ours is the whole job: facts, decisions from the trail, layout, PDF/A-3a with its attachments, seal, archive,
the event that closes it. The floor is `HTML(…).write_pdf()` on the page and the style sheet of that dossier.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

import django

sys.path[:0] = [str(Path(__file__).resolve().parent.parent / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etech_ai.settings")
django.setup()

from django.utils import timezone  # noqa: E402
from weasyprint import CSS, HTML  # noqa: E402

from benchmarks.measuring import interleaved  # noqa: E402
from compliance.dossiers import pdf  # noqa: E402
from compliance.dossiers.sections import canonical, manifest  # noqa: E402
from compliance.models import Dossier  # noqa: E402
from compliance.services import dossiers  # noqa: E402
from etech_ai.jobs import queue  # noqa: E402
from etech_ai.jobs.models import Job  # noqa: E402
from usecases.dossier import compose  # noqa: E402
from usecases.models import UseCase  # noqa: E402
from usecases.services import usecases  # noqa: E402
from usecases.services.dossiers import request_by_command  # noqa: E402


def measure(events: int, rounds: int) -> dict[str, Any]:
    """Median seconds of each, and how many pages they print."""
    use_case = UseCase.objects.get(title="Présélection de CV")
    _write_history(use_case, events)
    html = _html_of(use_case)
    style = pdf._faces() + pdf.STYLE.read_text(encoding="utf-8")
    acts = {
        "ours": lambda: _through_the_worker(use_case),
        "floor": lambda: HTML(string=html).write_pdf(stylesheets=[CSS(string=style)]),
    }
    took = interleaved(acts, rounds)
    return took | {"pages": Dossier.objects.latest("pk").pages}


def _write_history(use_case: UseCase, events: int) -> None:
    """Decisions enough for a thick dossier: each changes the purpose and is told on its own row."""
    for number in range(events):
        text = f"Trier les candidatures reçues, lot {number}, avant lecture par une personne."
        usecases.edit(use_case, by=use_case.owner, today=timezone.localdate(), purpose=text)


def _html_of(use_case: UseCase) -> str:
    dossier = _asked(use_case)
    cover = dossiers.cover_of(dossier, timezone.now())
    content = compose(use_case, cover)
    pieces = {"dossier.json": canonical(content.facts)}
    pieces["manifeste.json"] = manifest(pieces)
    return pdf.page(content, pieces)


def _through_the_worker(use_case: UseCase) -> None:
    dossier = _asked(use_case)
    job = Job.objects.get(key=dossier.job_key)
    queue.run(job.pk, timezone.now())
    dossier.refresh_from_db()
    if not dossier.is_sealed:
        job.refresh_from_db()
        raise RuntimeError(f"{dossier.number} was not sealed: {job.error}")


def _asked(use_case: UseCase) -> Dossier:
    now = timezone.now()
    return request_by_command(use_case, until=timezone.localdate(now), now=now)


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:3]))))
