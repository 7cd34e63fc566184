"""A reading on a page: its figures, the job that makes it, and its differences with people's names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import SyncRun
from catalog.models.connection import worded
from etech_ai.enums import gettext_noop
from etech_ai.jobs.models import Job, JobState
from people.models import User

STEPS = {
    "": gettext_noop("En file d’attente"),
    "connect": gettext_noop("Connexion à l’éditeur"),
    "pages": gettext_noop("Lecture de la liste"),
    "differences": gettext_noop("Comparaison avec ce qui est connu"),
}
FACTS = {
    "login": gettext_noop("compte"),
    "email": gettext_noop("adresse"),
    "kind": gettext_noop("genre"),
    "state": gettext_noop("état"),
    "plan": gettext_noop("offre"),
    "via": gettext_noop("équipes"),
    "assigned_at": gettext_noop("date d’attribution"),
    "ends_on": gettext_noop("fin prévue"),
    "person_id": gettext_noop("personne"),
}


@dataclass(frozen=True)
class Progress:
    """The reading that was asked for last, while it is under way."""

    job: Job

    @property
    def label(self) -> str:
        return _(STEPS.get(self.job.step, STEPS[""])) if self.is_running else _(STEPS[""])

    @property
    def is_running(self) -> bool:
        return self.job.state == JobState.RUNNING

    @property
    def waits_until(self) -> Any:
        """When it is tried again, for a vendor that asked to wait; None otherwise."""
        return self.job.run_after if self.job.error and not self.is_running else None


def progress_of(job: Job | None) -> Progress | None:
    return Progress(job) if job and not job.is_over else None


@dataclass(frozen=True)
class Group:
    """One kind of difference: a heading, what it means, its accounts or people, how many there are in all."""

    title: str
    text: str
    names: list[str]
    total: int

    @property
    def more(self) -> int:
        return max(self.total - len(self.names), 0)


def groups_of(run: SyncRun) -> list[Group]:
    """What a run changed, would change or leaves to look at; empty groups are left out."""
    report = run.report
    people = _people(report)
    found = [
        Group(_("Nouveaux sièges"), "", report.get("new", []), run.new_count),
        Group(_("Sièges changés"), "", _changed(report), run.changed_count),
        Group(
            _("Pas vus dans la liste"),
            _("Un deuxième relevé complet sans eux y mettra fin."),
            report.get("missing", []), run.missing_count,
        ),
        Group(
            _("Sièges finis"),
            _("Absents de deux relevés complets de suite."),
            report.get("ended", []), run.ended_count,
        ),
        Group(
            _("Comptes sans personne"),
            _("Rattachez-les sur la fiche de la connexion."),
            report.get("unmatched", []), run.unmatched_count,
        ),
    ]  # fmt: skip
    for key, (title, text) in OF_PEOPLE.items():
        names = [people[pk] for pk in report.get(key, []) if pk in people]
        found.append(Group(_(title), _(text) if text else "", names, len(report.get(key, []))))
    return [group for group in found if group.total]


def sentences_of(run: SyncRun, key: str) -> list[str]:
    """Notes or reasons of a report, in the reader's language."""
    return [worded(told["text"], told["values"]) for told in run.report.get(key, [])]


OF_PEOPLE = {
    "found": (
        gettext_noop("Sièges trouvés chez l’éditeur"),
        gettext_noop("Personne ne les avait demandés ici ; ils sont inscrits tels quels."),
    ),
    "released": (gettext_noop("Sièges rendus ici aussi"), ""),
    "gone": (
        gettext_noop("Partis, mais encore chez l’éditeur"),
        gettext_noop("Ces sièges se paient encore : retirez-les chez l’éditeur."),
    ),
    "given_back": (
        gettext_noop("Rendus ici, encore chez l’éditeur"),
        gettext_noop("Retirez-les chez l’éditeur, ou attendez la fin du cycle de facturation."),
    ),
    "only_here": (
        gettext_noop("Inscrits ici, absents chez l’éditeur"),
        gettext_noop("Jamais vus dans un relevé : compte pas encore ouvert, ou pas encore rattaché."),
    ),
}


def _people(report: Mapping[str, Any]) -> dict[int, str]:
    wanted = {pk for key in OF_PEOPLE for pk in report.get(key, [])}
    return {user.pk: user.full_name for user in User.objects.filter(pk__in=wanted)} if wanted else {}


def _changed(report: Mapping[str, Any]) -> list[str]:
    return [f"{row['login']} ({_facts(row['fields'])})" for row in report.get("changed", [])]


def _facts(names: Iterable[str]) -> str:
    return ", ".join(_(FACTS.get(name, name)) for name in names)
