"""The job of a dossier, with the engine that prints and seals."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from builders.clock import NOW
from builders.dossiers import a_queued_dossier
from builders.usecases import a_use_case
from compliance.dossiers import verifier
from compliance.models import Dossier, DossierState
from compliance.services import dossier_files, dossiers
from etech_ai.audit import signing
from etech_ai.audit.models import Event
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job, JobState
from usecases.services.dossiers import subject_of

# WeasyPrint leaves its colour profile for the garbage collector to close.
pytestmark = pytest.mark.filterwarnings("ignore:.*sRGB2014.icc")


@pytest.fixture
def dossier(house):
    return a_queued_dossier(house, a_use_case(house))


def work_off(dossier, times=1):
    """What the worker does, as often as it may try; the dossier afterwards."""
    for _try in range(times):
        job = Job.objects.get(key=dossier.job_key)
        queue.run(job.pk, max(job.run_after, timezone.now()) + timedelta(seconds=1))
    return Dossier.objects.get(pk=dossier.pk)


def test_the_subject_of_a_dossier_is_found_by_its_reference(dossier):
    assert str(subject_of(dossier)) == dossier.subject_label


def test_the_worker_prints_seals_and_archives_and_the_standalone_verifier_agrees(dossier, tmp_path):
    sealed = work_off(dossier)

    job, file = Job.objects.get(key=dossier.job_key), dossier_files.path_of(sealed)
    assert (job.state, job.result) == (JobState.DONE, {"dossier": sealed.number, "sha256": sealed.sha256})
    assert sealed.is_sealed and sealed.pages >= 4 and sealed.signer == signing.fingerprints()[0]
    assert _verifier(file, "--key", sealed.signer) == 0
    assert _verifier(file) == 2
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    copy = tmp_path / "copy.pdf"
    copy.write_bytes(data)
    assert _verifier(copy, "--key", sealed.signer) == 1


def test_what_was_sealed_already_is_not_printed_again(dossier):
    sealed = work_off(dossier)
    Job.objects.filter(key=dossier.job_key).update(state=JobState.READY)

    again = work_off(dossier)

    assert again.sha256 == sealed.sha256
    assert Event.objects.filter(name="dossier.sealed").count() == 1
    assert len(list(dossier_files.folder().iterdir())) == 1


def test_a_dossier_stopped_before_its_turn_is_never_printed(house, dossier):
    dossiers.abandon(dossier, by=house.dan)

    assert work_off(dossier).state == DossierState.ABANDONED
    assert not dossier_files.folder().exists()


def test_the_last_failed_try_fails_the_dossier_and_a_retry_seals_it(house, dossier):
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dossiers").write_text("a file where the folder should be")

    assert work_off(dossier, times=queue.MAX_ATTEMPTS - 1).is_queued
    failed = work_off(dossier)
    assert failed.state == DossierState.FAILED and "exists" in failed.failure.lower()
    assert Job.objects.get(key=dossier.job_key).state == JobState.FAILED

    (folder / "dossiers").unlink()
    dossiers.retry(failed, by=house.dan, now=NOW)
    assert work_off(dossier).is_sealed


def test_from_the_form_to_the_file_without_script(house, client_for):
    use_case, dpo = a_use_case(house, "high_risk"), client_for(house.dan)
    asked = dpo.post(
        reverse("usecases:dossier_new"),
        {"use_case": use_case.reference, "recipient": "cnil", "until": "2026-11-24", "hides_names": "on"},
        follow=True,
    )
    dossier = Dossier.objects.get()
    assert "Actualiser" in asked.content.decode()

    work_off(dossier)
    page = dpo.get(reverse("compliance:dossier_sheet", args=[dossier.number])).content.decode()
    taken = dpo.post(reverse("compliance:dossier_download", args=[dossier.number]))

    assert "Télécharger le PDF" in page
    data = b"".join(taken.streaming_content)
    assert verifier.verify(data, signing.fingerprints()[0]).verdict == "confirmed"
    names = ["dossier.requested", "dossier.sealed", "dossier.downloaded"]
    assert (
        list(Event.objects.filter(name__in=names).order_by("position").values_list("name", flat=True))
        == names
    )


def _verifier(*arguments: object) -> int:
    """The verifier as an auditor runs it: alone, on a Python without anything of ours."""
    command = [sys.executable, "-I", "-S", verifier.__file__, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode
