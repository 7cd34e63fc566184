"""Jobs about use cases. Each is safe to run twice."""

from functools import partial
from typing import Any

from django.utils import timezone

from compliance.dossiers.pdf import render
from compliance.dossiers.sealing import seal
from compliance.models import Dossier
from compliance.services import dossier_files, dossiers
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job
from usecases.dossier import compose
from usecases.services import reminders
from usecases.services.dossiers import subject_of


def render_dossier(job: Job) -> queue.Work:
    """Compose, print, seal, archive: outside of any transaction until the file is ready."""
    dossier = Dossier.objects.select_related("requested_by").get(pk=job.payload["dossier"])
    if not dossier.is_queued:
        return None
    try:
        return (yield from _printed(dossier))
    except Exception as error:
        if job.attempts >= queue.MAX_ATTEMPTS:
            dossiers.fail(dossier, reason=f"{type(error).__name__}: {error}")
        raise


def _printed(dossier: Dossier) -> queue.Work:
    yield queue.Step(5, "facts")
    now = timezone.now()
    use_case, cover = subject_of(dossier), dossiers.cover_of(dossier, now)
    yield queue.Step(15, "decisions")
    content = compose(use_case, cover)
    yield queue.Step(40, "layout")
    printed = render(content)
    yield queue.Step(90, "sealing")
    sealed = seal(printed.pdf)
    dossier_files.store(dossier_files.name_of(dossier.number, sealed.sha256), sealed.data)
    return partial(_closed, dossier, cover=cover, sealed=sealed, pages=printed.pages, now=now)


def _closed(dossier: Dossier, **seal_of: Any) -> dict[str, Any]:
    dossier = dossiers.close(dossier, **seal_of)
    return {"dossier": dossier.number, "sha256": dossier.sha256}


def remind(job: Job) -> dict[str, int]:
    """Nightly: tell people what is due for their use cases, once a day."""
    return {"told": reminders.remind(today=timezone.localdate())}
