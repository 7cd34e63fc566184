from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from builders.clock import TODAY
from builders.usecases import a_use_case
from usecases.models import ObligationProof, ObligationState
from usecases.services import proof_files

LITERACY = "ob_art4_literacy"


@pytest.fixture
def ana(client_for, house):
    return client_for(house.ana)


def _page(use_case, obligation=LITERACY):
    return reverse("usecases:obligation_mark", args=[use_case.slug, obligation])


def _proofs(use_case):
    return reverse("usecases:proof_add", args=[use_case.slug, LITERACY])


def test_an_obligation_says_what_the_law_asks_since_when_and_who_answers(ana, house):
    page = ana.get(_page(a_use_case(house))).content.decode()

    assert "Charte IA diffusée et acceptée" in page
    assert "depuis le 2 février 2025" in page
    assert house.ana.full_name in page


def test_an_obligation_of_another_outcome_is_not_found(ana, house):
    response = ana.get(_page(a_use_case(house), "ob_art9"))

    assert response.status_code == 404
    assert "ne figure pas dans le classement" in response.content.decode()


def test_an_owner_is_named_by_address_and_a_day_is_agreed(ana, house):
    use_case = a_use_case(house)
    sent = {"state": "todo", "owner": house.cho.email, "due_on": TODAY + timedelta(days=30), "note": ""}

    assert ana.post(_page(use_case), sent).status_code == 303

    row = ObligationState.objects.get()
    assert (row.owner, row.due_on) == (house.cho, TODAY + timedelta(days=30))


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"state": "not_applicable"}, "pourquoi cette obligation est sans objet"),
        ({"state": "waived"}, "Seul le DPO écarte"),
        ({"owner": "personne@ailleurs.example"}, "Personne inconnue"),
        ({"due_on": "demain"}, "date"),
    ],
)
def test_a_refused_follow_up_shows_what_was_typed_and_writes_nothing(ana, house, changes, told):
    response = ana.post(_page(a_use_case(house)), {"state": "todo", "note": "", **changes})

    assert response.status_code == 422
    assert told in response.content.decode()
    assert not ObligationState.objects.exists()


def test_a_document_is_kept_under_its_digest_and_comes_back_whole(ana, house):
    use_case = a_use_case(house)
    sent = {"title": "Charte", "file": SimpleUploadedFile("charte.pdf", b"%PDF-1.7 charte")}

    assert ana.post(_proofs(use_case), sent).status_code == 303

    proof = ObligationProof.objects.get()
    answer = ana.get(reverse("usecases:proof_download", args=[use_case.slug, proof.pk]))
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 charte"
    assert answer["Content-Disposition"] == 'attachment; filename="charte.pdf"'
    assert proof.sha256[:16] in ana.get(_page(use_case)).content.decode()


def test_a_document_that_changed_on_the_disk_is_not_handed_out(ana, house):
    use_case = a_use_case(house)
    ana.post(
        _proofs(use_case), {"title": "Charte", "file": SimpleUploadedFile("charte.pdf", b"%PDF-1.7 avant")}
    )
    proof = ObligationProof.objects.get()
    path = proof_files.path_of(proof)
    path.chmod(0o640)
    path.write_bytes(b"apres")

    assert ana.get(reverse("usecases:proof_download", args=[use_case.slug, proof.pk])).status_code == 303


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "un seul des trois"),
        ({"link": "https://exemple.fr/a", "note": "Et une note"}, "un seul des trois"),
        ({"link": "javascript:alert(1)"}, "adresse complète"),
        ({"file": SimpleUploadedFile("page.html", b"<script>")}, "type n’est pas admis"),
        ({"file": SimpleUploadedFile("gros.pdf", b"x" * (proof_files.LARGEST + 1))}, "dépasse 10"),
    ],
    ids=["nothing", "two", "script", "html", "large"],
)
def test_what_is_no_proof_is_refused_with_a_sentence(ana, house, sent, told):
    response = ana.post(_proofs(a_use_case(house)), {"title": "Preuve", **sent})

    assert response.status_code == 422
    assert told in response.content.decode()
    assert not ObligationProof.objects.exists()


def test_a_withdrawn_proof_stays_readable(ana, house):
    use_case = a_use_case(house)
    ana.post(_proofs(use_case), {"title": "Atelier du 3 mai", "note": "Douze présents"})
    proof = ObligationProof.objects.get()

    ana.post(reverse("usecases:proof_withdraw", args=[use_case.slug, proof.pk]))

    assert "retirée le" in ana.get(_page(use_case)).content.decode()


def test_a_stranger_reads_but_does_not_write(client_for, house):
    use_case = a_use_case(house)
    zoe = client_for(house.zoe)

    assert "Verser une preuve" not in zoe.get(_page(use_case)).content.decode()
    assert zoe.post(_proofs(use_case), {"title": "Preuve", "note": "Non"}).status_code == 422
