"""How far a dossier is, in words: the steps of its job as a person follows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from compliance.models import Dossier
from etech_ai import wording
from etech_ai.enums import gettext_noop
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job, JobState

STEPS = {
    "facts": gettext_noop("Faits figés"),
    "decisions": gettext_noop("Décisions relues"),
    "layout": gettext_noop("Mise en page du PDF"),
    "sealing": gettext_noop("Calcul de l’empreinte et scellement"),
}
LOOKS = {
    "done": ("success", "circle-check", gettext_noop("fait")),
    "now": ("info", "loader-2", gettext_noop("en cours")),
    "todo": ("neutral", "circle", gettext_noop("à venir")),
}
ALIVE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the list."""

    label: str
    state: str
    tone: str
    icon: str
    told: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A dossier that is not sealed, with its job."""

    dossier: Dossier
    job: Job | None
    is_stalled: bool

    @property
    def is_moving(self) -> bool:
        """Whether asking again makes sense."""
        return self.dossier.is_queued and (self.job is None or not self.job.is_over)

    @property
    def percent(self) -> int:
        return self.job.progress if self.job else 0

    @property
    def number(self) -> int:
        """Which step it is at, from 1; 0 while it waits for a worker."""
        names = list(STEPS)
        running = self.job is not None and self.job.state == JobState.RUNNING
        return names.index(self.job.step) + 1 if running and self.job and self.job.step in names else 0

    @property
    def summary(self) -> str:
        """« Étape 3 sur 4 : Mise en page du PDF »."""
        if not self.number:
            return _("En file d’attente")
        label = list(STEPS.values())[self.number - 1]
        return _("Étape %(number)s sur %(total)s : %(label)s") % {
            "number": self.number, "total": len(STEPS), "label": _(label),
        }  # fmt: skip

    @property
    def problem(self) -> str:
        """What went wrong with the last try, while another one is to come."""
        waits = self.job is not None and self.job.state in (JobState.READY, JobState.FAILED)
        return self.job.error if waits and self.job else ""

    @property
    def next_try(self) -> str:
        waits = self.problem and self.job and self.job.state == JobState.READY
        return wording.moment(self.job.run_after) if waits and self.job else ""

    @property
    def lines(self) -> list[Line]:
        return [self._line(place, label) for place, label in enumerate(STEPS.values(), start=1)]

    def _line(self, place: int, label: str) -> Line:
        state = "todo" if place > self.number else "now" if place == self.number else "done"
        tone, icon, told = LOOKS[state]
        return Line(_(label), state, tone, icon, _(told))


def progress_of(dossiers: Iterable[Dossier], now: datetime) -> list[Progress]:
    """Each with its job, in two statements whatever their number."""
    rows = list(dossiers)
    if not rows:
        return []
    jobs = {job.key: job for job in Job.objects.filter(key__in=[row.job_key for row in rows])}
    beat = queue.last_beat()
    stalled = beat is None or not beat.is_fresh(now, ALIVE)
    return [Progress(row, jobs.get(row.job_key), stalled and row.is_queued) for row in rows]
