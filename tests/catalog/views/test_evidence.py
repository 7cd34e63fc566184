"""Proofs on a plan's sheet: a document kept with its digest, an address, a clause."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from builders.clock import NOW
from catalog.models import PlanEvidence
from catalog.services import plans
from etech_ai import documents

PDF = b"%PDF-1.7 accord"


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def proof(house):
    return {"condition": "dpa_signed", "kind": "file", "reference": "DPA 2026", "proven_on": "2026-11-01",
            "expires_on": "2027-11-01"}  # fmt: skip


def address(house):
    return reverse("catalog:evidence_new", args=[house.tool.slug, house.plan.slug])


def pdf(content=PDF, name="dpa.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_document_is_kept_and_handed_out_to_those_who_answer_for_it(client_for, house, proof):
    answer = client_for(house.dan).post(address(house), {**proof, "document": pdf()})

    assert answer.status_code == 303
    kept = PlanEvidence.objects.get(condition="dpa_signed")
    assert (kept.file_name, kept.size) == ("dpa.pdf", len(PDF))
    url = reverse("catalog:evidence_download", args=[house.tool.slug, kept.pk])
    assert b"".join(client_for(house.lea).get(url).streaming_content) == PDF
    assert client_for(house.ana).get(url).status_code == 403
    assert (
        kept.sha256[:12]
        in client_for(house.dan).get(reverse("catalog:tool_sheet", args=[house.tool.slug])).text
    )


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "Déposez le document"),
        ({"document": pdf(b"MZ\x90\0", "dpa.pdf")}, "n’est pas celui"),
        ({"document": pdf(b"<html>", "dpa.html")}, "pas admis"),
        ({"kind": "link", "reference": "notre intranet"}, "adresse complète"),
        ({"kind": "clause", "document": pdf()}, "se verse comme"),
    ],
)
def test_a_proof_that_shows_nothing_is_refused_with_what_to_do(client_for, house, proof, sent, why):
    answer = client_for(house.dan).post(address(house), {**proof, **sent})

    assert answer.status_code == 422
    assert why in answer.text
    assert not PlanEvidence.objects.filter(condition="dpa_signed").exists()


def test_a_document_that_changed_on_the_disk_is_not_handed_out(client_for, house, proof):
    dan = client_for(house.dan)
    dan.post(address(house), {**proof, "document": pdf()})
    kept = PlanEvidence.objects.get(condition="dpa_signed")
    lies = documents.path(plans.EVIDENCE, kept.sha256)
    lies.chmod(0o600)
    lies.write_bytes(b"autre")

    answer = dan.get(reverse("catalog:evidence_download", args=[house.tool.slug, kept.pk]), follow=True)

    assert "n’est plus celui" in answer.text
