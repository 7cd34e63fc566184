"""A dossier from the asking to the seal."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from builders.clock import NOW, TODAY
from builders.dossiers import a_queued_dossier
from builders.sealed import a_sealed_dossier
from builders.usecases import a_use_case
from compliance.dossiers.sealing import seal
from compliance.models import Dossier, DossierState, SealedForever
from compliance.services import dossier_files, dossiers
from etech_ai.audit import recording as audit
from etech_ai.audit.models import Event, Head
from etech_ai.jobs.models import Job, JobState
from etech_ai.verdicts import Refused
from people.models import Notification


@pytest.fixture
def use_case(house):
    return a_use_case(house)


def _names(dossier):
    return list(
        Event.objects.filter(subject_ref=audit.reference_of(dossier))
        .order_by("position")
        .values_list("name", flat=True)
    )


def test_a_request_is_numbered_recorded_and_leaves_its_job(house, use_case):
    dossier = a_queued_dossier(house, use_case)

    job = Job.objects.get(key=dossier.job_key)
    assert dossier.number == f"DOS-{TODAY.year}-001"
    assert dossier.subject_label == str(use_case)
    assert (job.kind, job.payload) == ("usecases.render_dossier", {"dossier": dossier.pk})
    assert _names(dossier) == ["dossier.requested"]


def test_two_clicks_make_one_dossier_and_other_parameters_make_another(house, use_case):
    first = a_queued_dossier(house, use_case)

    assert a_queued_dossier(house, use_case, now=NOW + timedelta(seconds=1)) == first
    assert a_queued_dossier(house, use_case, recipient="cnil").number == f"DOS-{TODAY.year}-002"
    assert Job.objects.filter(kind="usecases.render_dossier").count() == 2


def test_the_database_holds_one_queued_dossier_for_the_same_parameters(house, use_case):
    first = a_queued_dossier(house, use_case)
    first.pk, first.number = None, "DOS-2026-999"

    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        audit.record("dossier.requested", by=house.dan, on=first),
    ):
        first.save(force_insert=True)


def test_only_those_who_seal_may_ask(house, use_case):
    for person in (house.ana, house.cho, house.lea, house.adi):
        with pytest.raises(Refused, match="DPO"):
            a_queued_dossier(house, use_case, by=person)


def test_a_period_out_of_order_and_a_nameless_recipient_are_refused(house, use_case):
    with pytest.raises(Refused, match="période"):
        a_queued_dossier(house, use_case, since=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="avenir"):
        a_queued_dossier(house, use_case, until=TODAY + timedelta(days=1))
    with pytest.raises(Refused, match="destinataire"):
        a_queued_dossier(house, use_case, recipient="other", recipient_name=" ")
    assert not Dossier.objects.exists()


def test_the_cover_carries_the_end_of_the_trail(house, use_case):
    dossier = a_queued_dossier(house, use_case, recipient="other", recipient_name="Cour des comptes")

    cover = dossiers.cover_of(dossier, NOW)

    head = Head.objects.get()
    assert (cover.trail_position, cover.trail_digest) == (head.position, head.digest)
    assert (cover.number, cover.recipient, cover.sealed_by) == (
        dossier.number,
        "Cour des comptes",
        house.dan.full_name,
    )


def test_closing_archives_the_file_records_its_seal_and_tells_who_asked(house, use_case):
    dossier = a_sealed_dossier(house, use_case)

    event = Event.objects.get(name="dossier.sealed")
    data = dossier_files.read(dossier)
    assert dossier.number.encode() in data
    assert dossier.is_sealed and (dossier.pages, dossier.size) == (24, len(data))
    assert json.loads(event.payload)["facts"] == {"sha256": dossier.sha256}
    told = Notification.objects.get(user=house.dan, event="dossier.sealed")
    assert told.subject == f"Votre dossier {dossier.number} est prêt"
    assert told.url == f"/dossiers/{dossier.number}/"


def test_closing_twice_keeps_the_first_seal(house, use_case):
    dossier = a_sealed_dossier(house, use_case)
    cover = dossiers.cover_of(dossier, NOW)

    again = dossiers.close(dossier, cover=cover, sealed=seal(b"%PDF other\n%%EOF\n"), pages=3, now=NOW)

    assert again.sha256 == dossier.sha256
    assert _names(dossier) == ["dossier.requested", "dossier.sealed"]
    assert len(list(dossier_files.folder().iterdir())) == 1


def test_a_file_is_never_written_over_another():
    dossier_files.store("DOS-2026-001-abc.pdf", b"first")
    dossier_files.store("DOS-2026-001-abc.pdf", b"first")

    with pytest.raises(FileExistsError):
        dossier_files.store("DOS-2026-001-abc.pdf", b"second")
    assert [path.read_bytes() for path in dossier_files.folder().iterdir()] == [b"first"]


def test_a_sealed_dossier_never_changes(house, use_case):
    dossier = a_sealed_dossier(house, use_case)
    dossier.subject_label = "Autre chose"

    for write in (
        dossier.save,
        lambda: Dossier.objects.update(subject_label="Autre chose"),
        lambda: Dossier.objects.bulk_update([dossier], ["subject_label"]),
    ):
        with pytest.raises(SealedForever), audit.record("dossier.edited", by=house.dan, on=dossier):
            write()
    with pytest.raises(Refused, match="scellé"):
        dossiers.abandon(dossier, by=house.dan)
    with pytest.raises(Refused):
        dossiers.retry(dossier, by=house.dan, now=NOW)
    dossier.refresh_from_db()
    assert dossier.subject_label == str(use_case)


def test_the_database_refuses_a_seal_that_is_not_whole(house, use_case):
    dossier = a_queued_dossier(house, use_case)
    dossier.state = DossierState.SEALED

    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        audit.record("dossier.sealed", by=house.dan, on=dossier),
    ):
        dossier.save()


def test_a_dossier_that_failed_starts_again_with_its_job(house, use_case):
    dossier = a_queued_dossier(house, use_case)
    Job.objects.filter(key=dossier.job_key).update(state=JobState.FAILED)
    dossier = dossiers.fail(dossier, reason="Police absente")
    assert dossier.failure == "Police absente"
    assert Notification.objects.filter(event="dossier.failed").count() == 1

    dossier = dossiers.retry(dossier, by=house.dan, now=NOW)

    assert (dossier.state, dossier.failure) == ("queued", "")
    assert Job.objects.get(key=dossier.job_key).state == JobState.READY
    assert _names(dossier) == ["dossier.requested", "dossier.failed", "dossier.retried"]


def test_a_try_that_waits_may_start_at_once(house, use_case):
    dossier = a_queued_dossier(house, use_case)
    Job.objects.filter(key=dossier.job_key).update(
        error="OSError", attempts=2, run_after=NOW + timedelta(hours=1)
    )

    dossiers.retry(dossier, by=house.dan, now=NOW)

    job = Job.objects.get(key=dossier.job_key)
    assert (job.attempts, job.run_after, job.error) == (0, NOW, "")


def test_stopping_ends_the_job_and_what_was_under_way_is_not_archived(house, use_case):
    dossier = a_queued_dossier(house, use_case)
    cover = dossiers.cover_of(dossier, NOW)

    dossiers.abandon(dossier, by=house.dan)
    late = dossiers.close(dossier, cover=cover, sealed=seal(b"%PDF late\n%%EOF\n"), pages=3, now=NOW)

    assert late.state == DossierState.ABANDONED
    assert Job.objects.get(key=dossier.job_key).state == JobState.STOPPED
    assert not Job.objects.due(NOW + timedelta(days=1)).filter(key=dossier.job_key).exists()
    assert _names(dossier) == ["dossier.requested", "dossier.abandoned"]


def test_a_download_is_an_event_with_the_fingerprint(house, use_case):
    dossier = a_sealed_dossier(house, use_case)

    dossiers.record_download(dossier, by=house.lea)

    event = Event.objects.get(name="dossier.downloaded")
    assert event.actor_ref == audit.reference_of(house.lea)
    assert json.loads(event.payload)["facts"]["sha256"] == dossier.sha256


def test_a_file_that_does_not_verify_once_written_seals_nothing(house, use_case):
    dossier = a_queued_dossier(house, use_case)
    whole = seal(b"%PDF whole\n%%EOF\n")
    spoilt = SimpleNamespace(data=whole.data[:-1], sha256=whole.sha256, signer=whole.signer)

    with pytest.raises(dossiers.NotIntact):
        dossiers.close(dossier, cover=dossiers.cover_of(dossier, NOW), sealed=spoilt, pages=3, now=NOW)

    assert Dossier.objects.get(pk=dossier.pk).is_queued
    assert _names(dossier) == ["dossier.requested"]
