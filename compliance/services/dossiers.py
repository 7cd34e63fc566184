"""Dossiers from the asking to the seal. Who owns a subject prints it; this module numbers and archives.

request → (job: cover_of → compose → render → seal) → close, or fail; abandon, retry; record_download.
"""

import hashlib
from datetime import date, datetime
from typing import Any, Protocol

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.ai_act.ruleset import latest
from compliance.dossiers.sections import Cover
from compliance.models import (
    CheckState,
    Dossier,
    DossierCheck,
    DossierCounter,
    DossierKind,
    DossierState,
    Recipient,
)
from compliance.permissions import can_seal_dossier
from compliance.services import dossier_checks, dossier_files
from etech_ai.audit import recording as audit
from etech_ai.audit.models import Head
from etech_ai.audit.recording import Actor
from etech_ai.jobs import queue
from etech_ai.verdicts import Refused
from people.models import User
from people.services import notifications

BY_JOB = Actor("job:dossiers", "L’archive")


class NotIntact(Exception):
    """The file that was just written does not verify: nothing is sealed."""


class SealedFile(Protocol):
    """What sealing gives: every byte, the digest of the PDF, the fingerprint of the key."""

    data: bytes
    sha256: str
    signer: str


@transaction.atomic
def request(
    subject: Any,
    *,
    kind: DossierKind,
    job: str,
    until: date,
    by: Any,
    now: datetime,
    since: date | None = None,
    recipient: str = Recipient.INTERNAL_AUDIT.value,
    recipient_name: str = "",
    hides_names: bool = True,
    owner: User | None = None,
) -> Dossier:
    """A numbered dossier of `subject`, and the job (`app.function`) that prints it, in one transaction.

    Asked again while one with the same parameters is queued, it returns that one. Raises Refused to whoever
    may not seal, for a period out of order or still to come, and for another recipient without a name.
    """
    can_seal_dossier(by).enforce()
    recipient_name = _recipient_name(recipient, recipient_name)
    if until > timezone.localdate(now):
        raise Refused(_("La période finit dans l’avenir : choisissez aujourd’hui au plus tard."))
    if since and since > until:
        raise Refused(_("La période finit avant de commencer : corrigez l’une des deux dates."))
    asked = Dossier(
        kind=kind.value, subject_ref=audit.reference_of(subject), subject_label=str(subject)[:200],
        subject_owner=owner, recipient=Recipient(recipient).value, recipient_name=recipient_name,
        since_on=since, until_on=until, hides_names=hides_names, requested_at=now,
        requested_by=None if isinstance(by, Actor) else by,
    )  # fmt: skip
    asked.request_key = _key(asked)
    counter = _locked_counter(now)
    same = Dossier.objects.filter(request_key=asked.request_key, state=DossierState.QUEUED).first()
    return same or _register(asked, counter, job=job, by=by)


def cover_of(dossier: Dossier, now: datetime) -> Cover:
    """What the first page says, with the end of the trail as it stands now."""
    head = Head.objects.filter(pk=1).first()
    return Cover(
        number=dossier.number,
        title=_("Dossier de conformité"),
        subject=dossier.subject_label,
        recipient=dossier.recipient_label,
        since=dossier.since_on,
        until=dossier.until_on,
        sealed_at=now,
        sealed_by=dossier.asked_by,
        trail_position=head.position if head else 0,
        trail_digest=head.digest if head else "",
        hides_names=dossier.hides_names,
    )


@transaction.atomic
def close(
    dossier: Dossier, *, cover: Cover, sealed: SealedFile, pages: int, now: datetime, by: Any = BY_JOB
) -> Dossier:
    """Archive the sealed file, read it back, write the seal on the row, tell who asked.

    Safe to run twice: a dossier that is sealed already, or was stopped meanwhile, is returned as it is.
    Raises NotIntact when what was written does not verify.
    """
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if dossier.state != DossierState.QUEUED:
        return dossier
    dossier.state = DossierState.SEALED
    dossier.sealed_at, dossier.failure = now, ""
    dossier.sha256, dossier.signer = sealed.sha256, sealed.signer
    dossier.pages, dossier.size = pages, len(sealed.data)
    dossier.trail_position, dossier.trail_digest = cover.trail_position, cover.trail_digest
    dossier.ruleset_version = latest().version
    dossier.file_name = dossier_files.name_of(dossier.number, sealed.sha256)
    dossier_files.store(dossier.file_name, sealed.data)
    found, problem = dossier_checks.look(dossier)
    if found != CheckState.INTACT:
        raise NotIntact(problem)
    with audit.record("dossier.sealed", by=by, on=dossier, facts={"sha256": sealed.sha256}):
        dossier.save()
    DossierCheck.objects.create(dossier=dossier, state=found.value, checked_at=now)
    _tell(dossier, "dossier.sealed", gettext_lazy("Votre dossier {number} est prêt"), dossier.subject_label)
    return dossier


@transaction.atomic
def fail(dossier: Dossier, *, reason: str, by: Any = BY_JOB) -> Dossier:
    """The job has given up: keep why, and tell who asked. Only a queued dossier fails."""
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if dossier.state != DossierState.QUEUED:
        return dossier
    dossier.state, dossier.failure = DossierState.FAILED, reason[:300]
    with audit.record("dossier.failed", by=by, on=dossier):
        dossier.save()
    _tell(dossier, "dossier.failed", gettext_lazy("Le dossier {number} n’a pas pu être produit"), reason)
    return dossier


@transaction.atomic
def abandon(dossier: Dossier, *, by: Any) -> Dossier:
    """Stop it. Its number stays taken, so that the archive shows no unexplained gap."""
    can_seal_dossier(by).enforce()
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if dossier.is_sealed:
        raise Refused(_("Ce dossier est déjà scellé : il ne s’arrête plus et ne change plus."))
    if dossier.state == DossierState.ABANDONED:
        return dossier
    dossier.state = DossierState.ABANDONED
    queue.stop(dossier.job_key)
    with audit.record("dossier.abandoned", by=by, on=dossier):
        dossier.save()
    return dossier


@transaction.atomic
def retry(dossier: Dossier, *, by: Any, now: datetime) -> Dossier:
    """Print again what failed, or at once what waits for its next try."""
    can_seal_dossier(by).enforce()
    dossier = Dossier.objects.select_for_update().get(pk=dossier.pk)
    if dossier.state not in (DossierState.QUEUED, DossierState.FAILED):
        raise Refused(_("Ce dossier ne se relance pas : préparez-en un nouveau."))
    queue.stop(dossier.job_key)
    if not queue.again(dossier.job_key, now):
        raise Refused(_("Le travail de ce dossier n’existe plus : arrêtez-le et préparez-en un nouveau."))
    if dossier.state == DossierState.FAILED:
        _requeue(dossier, by)
    return dossier


def record_download(dossier: Dossier, *, by: Any) -> None:
    """Who took the file, and which file: an event without a change."""
    with audit.record("dossier.downloaded", by=by, on=dossier, facts={"sha256": dossier.sha256}):
        pass


def _recipient_name(recipient: str, name: str) -> str:
    """The name, kept for a recipient that the list does not name."""
    if recipient != Recipient.OTHER:
        return ""
    if not name.strip():
        raise Refused(_("Nommez le destinataire : la couverture le porte."))
    return name.strip()[:120]


def _key(asked: Dossier) -> str:
    """One digest of all that was asked; only who and when do not count."""
    told = (
        asked.kind, asked.subject_ref, asked.recipient, asked.recipient_name,
        str(asked.since_on or ""), str(asked.until_on), str(asked.hides_names),
    )  # fmt: skip
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _locked_counter(now: datetime) -> DossierCounter:
    """The year's counter, locked until the transaction ends: a rollback gives the number back."""
    year = timezone.localtime(now).year
    DossierCounter.objects.get_or_create(year=year)
    return DossierCounter.objects.select_for_update().get(year=year)


def _register(asked: Dossier, counter: DossierCounter, *, job: str, by: Any) -> Dossier:
    counter.last += 1
    counter.save(update_fields=["last"])
    asked.number = f"DOS-{counter.year}-{counter.last:03d}"
    with audit.record("dossier.requested", by=by, on=asked):
        asked.save(force_insert=True)
    queue.leave(job, subject=audit.reference_of(asked), key=asked.job_key, payload={"dossier": asked.pk})
    return asked


def _requeue(dossier: Dossier, by: Any) -> None:
    if Dossier.objects.filter(request_key=dossier.request_key, state=DossierState.QUEUED).exists():
        raise Refused(_("Le même dossier est déjà en préparation : suivez celui-là."))
    dossier.state, dossier.failure = DossierState.QUEUED, ""
    with audit.record("dossier.retried", by=by, on=dossier):
        dossier.save()


def _tell(dossier: Dossier, event: str, subject: Any, text: str) -> None:
    if dossier.requested_by is None:
        return
    notifications.tell(
        dossier.requested_by,
        event=event,
        subject=format_lazy(subject, number=dossier.number),
        text=text,
        url=reverse("compliance:dossier_sheet", args=[dossier.number]),
    )
