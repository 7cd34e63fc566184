"""Is a file still what was sealed? Asked each night of the archive, and by whoever received a PDF."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from compliance.dossiers import verifier
from compliance.models import CheckState, Dossier, DossierCheck
from compliance.services import dossier_files
from etech_ai.audit import recording as audit
from etech_ai.audit import signing
from etech_ai.audit.recording import Actor
from people.access import Role
from people.models import User
from people.services import notifications

BY_JOB = Actor("job:verify-dossiers", "Le contrôle de nuit")
DIFFERENT = "dossier.checked_different"


@dataclass(frozen=True, slots=True)
class Judged:
    """What the verifier says of some bytes, and whether one of this installation's keys signed them."""

    is_intact: bool
    is_ours: bool
    problem: str
    sha256: str
    signer: str


def judge(data: bytes) -> Judged:
    """Read a PDF as the standalone verifier does, with the fingerprints of this installation's keys."""
    read = verifier.verify(data)
    if read.verdict == "altered":
        return Judged(False, False, read.problem, read.sha256, read.signer)
    return Judged(True, read.signer in signing.fingerprints(), "", read.sha256, read.signer)


def look(dossier: Dossier) -> tuple[CheckState, str]:
    """The sealed file as it lies on the disk now: its state, and the first thing that is wrong."""
    try:
        data = dossier_files.read(dossier)
    except OSError as error:
        return CheckState.MISSING, error.strerror or ""
    read = verifier.verify(data, dossier.signer)
    if read.verdict != "confirmed":
        return CheckState.ALTERED, read.problem
    if read.sha256 != dossier.sha256:
        return CheckState.ALTERED, "another sealed file lies in its place"
    return CheckState.INTACT, ""


def check(dossier: Dossier, *, now: datetime, by: Any = BY_JOB) -> DossierCheck:
    """Look, keep the answer beside the dossier. What changed since the last look is an event, told once."""
    state, problem = look(dossier)
    return _keep(dossier, state, problem, now=now, by=by)


def counts(user: Any) -> dict[str, Any]:
    """What the last checks found among the dossiers of this reader, and when."""
    intact = Count("pk", filter=Q(state=CheckState.INTACT))
    return DossierCheck.objects.visible_to(user).aggregate(
        intact=intact, different=Count("pk") - intact, at=Max("checked_at")
    )


@transaction.atomic
def _keep(dossier: Dossier, state: CheckState, problem: str, *, now: datetime, by: Any) -> DossierCheck:
    before = DossierCheck.objects.select_for_update().filter(dossier=dossier).first()
    found = before or DossierCheck(dossier=dossier, state=CheckState.INTACT)
    is_news = found.state != state
    found.state, found.problem, found.checked_at = state.value, problem[:300], now
    found.save()
    if is_news:
        event = "dossier.checked_intact" if state == CheckState.INTACT else DIFFERENT
        with audit.record(event, by=by, on=dossier, facts={"state": state.value, "problem": problem[:300]}):
            pass
    if is_news and state != CheckState.INTACT:
        _tell(dossier)
    return found


def _tell(dossier: Dossier) -> None:
    for person in User.objects.deciders(Role.DPO, User()) or User.objects.deciders(Role.ADMIN, User()):
        notifications.tell(
            person,
            event=DIFFERENT,
            subject=format_lazy(
                gettext_lazy("Le dossier {number} ne se vérifie plus"), number=dossier.number
            ),
            text=gettext_lazy(
                "Le fichier de l’archive n’est plus celui qui a été scellé. N’envoyez pas ce fichier, "
                "comparez-le à une sauvegarde."
            ),
            url=reverse("compliance:dossier_sheet", args=[dossier.number]),
        )
