"""The nightly check of the archive, and what the portal says of a PDF that somebody received."""

import io
import json

import pytest
from django.core.management import call_command

from builders.clock import NOW
from builders.sealed import a_sealed_dossier
from builders.usecases import a_use_case
from compliance import tasks
from compliance.dossiers.sealing import seal
from compliance.models import CheckState, DossierCheck
from compliance.services import dossier_checks, dossier_files
from etech_ai.audit.models import Event
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job, JobState
from people.models import Notification


@pytest.fixture
def dossier(house):
    return a_sealed_dossier(house, a_use_case(house))


def flip(dossier, place=3):
    """Somebody changed one byte on the disk."""
    path = dossier_files.path_of(dossier)
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)


def verify():
    out = io.StringIO()
    try:
        call_command("verify_dossiers", stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


def test_an_untouched_file_is_intact_and_makes_no_event(dossier):
    assert dossier_checks.check(dossier, now=NOW).state == CheckState.INTACT
    assert not Event.objects.filter(name__startswith="dossier.checked").exists()
    assert DossierCheck.objects.get().checked_at == NOW


@pytest.mark.parametrize("place", [0, 12, -2, -40])
def test_one_changed_byte_anywhere_is_seen(dossier, place):
    flip(dossier, place)

    assert dossier_checks.check(dossier, now=NOW).state == CheckState.ALTERED


def test_a_file_that_is_gone_is_missing(dossier):
    dossier_files.path_of(dossier).unlink()

    assert dossier_checks.check(dossier, now=NOW).state == CheckState.MISSING


def test_another_sealed_file_in_its_place_is_altered(dossier):
    path = dossier_files.path_of(dossier)
    path.chmod(0o600)
    path.write_bytes(seal(b"%PDF-1.7 other\n%%EOF\n").data)

    found = dossier_checks.check(dossier, now=NOW)

    assert found.state == CheckState.ALTERED and found.problem


def test_the_dpo_is_told_once_and_the_return_is_noted(house, dossier):
    whole = dossier_files.read(dossier)
    flip(dossier)
    for _night in range(3):
        dossier_checks.check(dossier, now=NOW)

    told = Notification.objects.filter(event=dossier_checks.DIFFERENT)
    assert [note.user for note in told] == [house.dan]
    assert json.loads(Event.objects.get(name=dossier_checks.DIFFERENT).payload)["facts"]["state"] == "altered"

    dossier_files.path_of(dossier).write_bytes(whole)
    dossier_checks.check(dossier, now=NOW)
    assert Event.objects.filter(name="dossier.checked_intact").count() == 1


def test_the_nightly_job_reads_every_file_and_counts(house, dossier):
    flip(a_sealed_dossier(house, a_use_case(house, title="Autre")))
    job = queue.enqueue("compliance.verify_dossiers", key="tonight", run_after=NOW)

    queue.run(job.pk, NOW)

    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.result) == (JobState.DONE, {"intact": 1, "altered": 1})
    assert dossier_checks.counts(house.dan)["different"] == 1


def test_the_nightly_job_rests_on_an_empty_archive(db):
    assert list(tasks.verify_dossiers(Job())) == []


def test_the_command_says_ok_or_names_each_that_differs(dossier):
    assert verify() == (0, "ok, 1 dossiers\n")
    flip(dossier)

    code, out = verify()

    assert code == 1
    assert out.startswith(f"{dossier.number}: altered, ")


def test_what_this_portal_sealed_is_ours_and_a_changed_byte_is_not_intact(dossier):
    data = dossier_files.read(dossier)

    judged = dossier_checks.judge(data)

    assert judged.is_intact and judged.is_ours and judged.sha256 == dossier.sha256
    assert not dossier_checks.judge(data.replace(b"%PDF", b"%PDG")).is_intact
    assert not dossier_checks.judge(b"").is_intact


def test_a_seal_of_another_installation_is_intact_but_not_ours(dossier, settings):
    data = dossier_files.read(dossier)
    settings.SEAL_KEYS = ["b3RoZXItb3RoZXItb3RoZXItb3RoZXItb3RoZXItMDA="]

    judged = dossier_checks.judge(data)

    assert judged.is_intact and not judged.is_ours
