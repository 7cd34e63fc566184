import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from approvals.models import Attachment
from approvals.services import attachments
from builders.requests import PDF, an_attachment, sent


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def ana(house, client_for):
    return client_for(house.ana)


def test_a_document_is_joined_from_the_sheet_and_shown_to_the_decider(house, ana, client_for):
    request = sent(house)

    response = ana.post(
        f"/demandes/{request.reference}/joindre/", {"file": SimpleUploadedFile("Devis.pdf", PDF)}
    )

    assert response.status_code == 303
    assert "Devis.pdf" in ana.get(f"/demandes/{request.reference}/").content.decode()
    assert "Devis.pdf" in client_for(house.cho).get(f"/a-decider/{request.reference}/").content.decode()


def test_a_refused_document_says_why_on_the_sheet(house, ana):
    request = sent(house)

    response = ana.post(
        f"/demandes/{request.reference}/joindre/", {"file": SimpleUploadedFile("Devis.pdf", b"MZ\x90\x00")}
    )

    assert response.status_code == 422
    assert "Le contenu n’est pas celui" in response.content.decode()
    assert not Attachment.objects.exists()


def test_the_document_is_handed_over_as_a_download(house, ana):
    attachment = an_attachment(house, sent(house))

    response = ana.get(f"/demandes/{attachment.request.reference}/pieces/{attachment.pk}/")

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert "no-store" in response["Cache-Control"]


def test_a_document_that_was_touched_is_not_handed_over(house, ana):
    attachment = an_attachment(house, sent(house))
    path = attachments.path_of(attachment)
    path.chmod(0o600)
    path.write_bytes(b"autre")

    response = ana.get(f"/demandes/{attachment.request.reference}/pieces/{attachment.pk}/", follow=True)

    assert "n’est plus celui qui a été joint" in response.content.decode()


def test_a_document_is_taken_back(house, ana):
    attachment = an_attachment(house, sent(house))
    url = f"/demandes/{attachment.request.reference}/pieces/{attachment.pk}/"

    assert ana.post(f"{url}retirer/").status_code == 303
    assert ana.get(url).status_code == 404


def test_a_stranger_finds_no_document(house, client_for):
    attachment = an_attachment(house, sent(house))
    url = f"/demandes/{attachment.request.reference}/pieces/{attachment.pk}/"

    assert client_for(house.zoe).get(url).status_code == 404


def test_the_sheet_says_how_to_call_somebody_and_shows_whom_a_comment_called(house, ana):
    request = sent(house)
    assert "@cho" in ana.get(f"/demandes/{request.reference}/").content.decode()

    ana.post(f"/demandes/{request.reference}/commenter/", {"text": "@cho, voici le devis."})

    assert "Ana Alvarez a écrit à Cho Chan" in ana.get(f"/demandes/{request.reference}/").content.decode()


def test_a_comment_that_calls_a_stranger_comes_back_with_its_text(house, ana):
    request = sent(house)

    response = ana.post(f"/demandes/{request.reference}/commenter/", {"text": "@zoe, regarde."})

    assert response.status_code == 422
    assert "ne peut pas lire cette demande" in response.content.decode()
    assert "@zoe, regarde." in response.content.decode()
