"""The archive's pages: list, progress, seal, download, verification."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from builders.clock import NOW, TODAY
from builders.dossiers import a_queued_dossier
from builders.sealed import a_sealed_dossier
from builders.usecases import a_use_case
from compliance import forms
from compliance.models import Dossier
from compliance.services import dossier_checks, dossier_files, dossiers
from etech_ai.audit import signing
from etech_ai.audit.models import Event
from etech_ai.jobs.models import Job, JobState

LIST = reverse("compliance:dossier_list")


@pytest.fixture
def use_case(house):
    return a_use_case(house)


@pytest.fixture
def dpo(house, client_for):
    return client_for(house.dan)


def sheet(dossier):
    return reverse("compliance:dossier_sheet", args=[dossier.number])


def body(response):
    return b"".join(response.streaming_content)


def test_the_list_shows_what_is_sealed_with_its_fingerprint_and_check(house, use_case, dpo):
    dossier = a_sealed_dossier(house, use_case)
    dossier_checks.check(dossier, now=NOW)

    page = dpo.get(LIST).content.decode()

    sha = dossier.sha256
    assert f"{sha[:4]} {sha[4:8]}…{sha[-8:-4]} {sha[-4:]}" in page
    assert "Intact" in page and "1 intact" in page and dossier.number in page


def test_the_list_finds_by_number_subject_and_whole_fingerprint(house, use_case, dpo):
    first = a_sealed_dossier(house, use_case)
    second = a_sealed_dossier(house, a_use_case(house, title="Traduction"))

    for wanted in (second.number, "traduction", second.sha256, f"{second.sha256[:4]} {second.sha256[4:]}"):
        page = dpo.get(LIST, {"q": wanted}, headers={"HX-Request": "true"}).content.decode()
        assert second.number in page and first.number not in page, wanted
    assert "Aucun dossier ne correspond" in dpo.get(LIST, {"q": "zzz"}).content.decode()


def test_the_list_sorts_and_shows_stopped_ones_apart(house, use_case, dpo):
    dossier = a_queued_dossier(house, use_case)
    dossiers.abandon(dossier, by=house.dan)

    assert dossier.number not in dpo.get(LIST, headers={"HX-Request": "true"}).content.decode()
    stopped = dpo.get(LIST, {"etat": "arretes", "tri": "numero"}, headers={"HX-Request": "true"})
    assert dossier.number in stopped.content.decode()
    assert dpo.get(LIST, {"tri": "nonsense", "etat": "x", "page": "zz"}).status_code == 200


def test_the_list_asks_as_many_statements_with_more_rows(house, use_case, dpo, assert_flat_queries):
    a_sealed_dossier(house, use_case)
    a_queued_dossier(house, use_case)

    def more():
        for number in range(4):
            dossier_checks.check(a_sealed_dossier(house, a_use_case(house, title=f"Cas {number}")), now=NOW)
            a_queued_dossier(house, a_use_case(house, title=f"Suite {number}"))

    assert_flat_queries(get=lambda: dpo.get(LIST), add_rows=more)


def test_progress_is_polled_until_it_is_over(house, use_case, dpo):
    dossier = a_queued_dossier(house, use_case)
    Job.objects.filter(key=dossier.job_key).update(state=JobState.RUNNING, progress=40, step="layout")

    part = dpo.get(sheet(dossier), headers={"HX-Request": "true"}).content.decode()

    assert 'hx-trigger="every 5s"' in part and 'value="40"' in part and "<html" not in part
    assert "Étape 3 sur 4" in part and "Vous pouvez quitter cette page" in part
    dossiers.abandon(dossier, by=house.dan)
    assert "every 5s" not in dpo.get(sheet(dossier), headers={"HX-Request": "true"}).content.decode()
    assert "every 5s" not in dpo.get(reverse("compliance:dossier_running")).content.decode()


def test_a_failed_try_is_told_with_the_next_and_starts_again_at_once(house, use_case, dpo):
    dossier = a_queued_dossier(house, use_case)
    later = timezone.now() + timedelta(hours=1)
    Job.objects.filter(key=dossier.job_key).update(error="OSError: disque plein", run_after=later, attempts=2)

    assert "disque plein" in dpo.get(sheet(dossier)).content.decode()
    answer = dpo.post(reverse("compliance:dossier_retry", args=[dossier.number]))

    assert (answer.status_code, answer.url) == (303, sheet(dossier))
    assert Job.objects.get(key=dossier.job_key).error == ""


def test_a_failure_shows_its_reason_and_a_button(house, use_case, dpo):
    dossier = dossiers.fail(a_queued_dossier(house, use_case), reason="Police absente")

    page = dpo.get(sheet(dossier)).content.decode()

    assert "Police absente" in page and "Réessayer" in page and "every 5s" not in page


def test_the_sealed_sheet_says_how_to_check_it_anywhere(house, use_case, dpo):
    dossier = a_sealed_dossier(house, use_case)

    page = dpo.get(sheet(dossier)).content.decode()

    assert f"python3 verifier.py {dossier.number}.pdf --key {signing.fingerprints()[0]}" in page
    assert dossier.sha256[:4] + " " + dossier.sha256[4:8] in page
    assert "a scellé un dossier" in page
    assert dpo.get(LIST).content.decode().count("every 5s") == 0


def test_a_download_is_whole_recorded_and_a_get_does_not_write(house, use_case, dpo):
    dossier = a_sealed_dossier(house, use_case)
    address = reverse("compliance:dossier_download", args=[dossier.number])

    assert dpo.get(address).status_code == 405
    answer = dpo.post(address)

    assert answer.status_code == 200
    assert body(answer) == dossier_files.read(dossier)
    assert answer["Content-Disposition"] == f'attachment; filename="{dossier.number}.pdf"'
    assert Event.objects.filter(name="dossier.downloaded").count() == 1


def test_a_file_that_differs_is_not_handed_out(house, use_case, dpo):
    dossier = a_sealed_dossier(house, use_case)
    path = dossier_files.path_of(dossier)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"%PDF", b"%PDG"))

    answer = dpo.post(reverse("compliance:dossier_download", args=[dossier.number]), follow=True)

    page = answer.content.decode()
    assert "Le fichier n’est plus celui qui a été scellé" in page and "Télécharger le PDF" not in page
    assert not Event.objects.filter(name="dossier.downloaded").exists()
    assert "Fichier différent" in dpo.get(LIST).content.decode()


def test_the_owner_reads_theirs_direction_reads_all_and_others_find_nothing(house, use_case, client_for):
    dossier = a_sealed_dossier(house, use_case)

    for person, status in (
        (house.ana, 200),
        (house.lea, 200),
        (house.zoe, 404),
        (house.cho, 404),
        (house.adi, 404),
    ):
        client = client_for(person)
        assert client.get(sheet(dossier)).status_code == status, person
        assert (dossier.number in client.get(LIST).content.decode()) == (status == 200), person
        taken = client.post(reverse("compliance:dossier_download", args=[dossier.number]))
        assert taken.status_code == status, person
        assert b"".join(taken)  # read to its end, so that the file is closed


def test_only_those_who_seal_see_the_form_and_the_menu_entry_follows_the_right(house, use_case, client_for):
    asked = reverse("usecases:dossier_new")

    assert asked in client_for(house.dan).get(LIST).content.decode()
    direction = client_for(house.lea).get(LIST).content.decode()
    assert asked not in direction and "préparés et scellés par le DPO" in direction
    assert f'href="{LIST}"' in direction
    assert f'href="{LIST}"' not in client_for(house.zoe).get("/").content.decode()


def test_a_received_pdf_is_judged_and_found_in_the_archive(house, use_case, dpo, client_for):
    dossier = a_sealed_dossier(house, use_case)
    data, address = dossier_files.read(dossier), reverse("compliance:dossier_verify")

    def sent(client, content):
        return client.post(address, {"file": SimpleUploadedFile("recu.pdf", content)}).content.decode()

    assert "Intact, et signé par ce portail" in sent(dpo, data) and dossier.number in sent(dpo, data)
    spoilt = sent(dpo, data.replace(b"%PDF", b"%PDG"))
    assert "pas un dossier intact" in spoilt and "Le contenu n’est pas celui qui a été scellé" in spoilt
    assert "Aucun sceau à la fin du fichier" in sent(dpo, data + b" ")
    stranger = sent(client_for(house.zoe), data)
    assert "Intact, et signé par ce portail" in stranger and dossier.number not in stranger


def test_a_pasted_fingerprint_is_found_or_unknown(house, use_case, dpo, client_for):
    dossier, address = a_sealed_dossier(house, use_case), reverse("compliance:dossier_verify")
    pasted = {"fingerprint": f" {dossier.sha256[:32].upper()} {dossier.sha256[32:]} "}

    assert dossier.number in dpo.post(address, pasted).content.decode()
    for client, words in ((dpo, {"fingerprint": "0" * 64}), (client_for(house.zoe), pasted)):
        assert "Aucun dossier que vous pouvez lire" in client.post(address, words).content.decode()
    assert dpo.post(address, {"fingerprint": "abc"}).status_code == 422
    assert dpo.post(address, {}).status_code == 422


def test_a_file_that_is_too_large_is_refused(house, dpo, monkeypatch):
    monkeypatch.setattr(forms, "LARGEST_PDF", 10)

    answer = dpo.post(reverse("compliance:dossier_verify"), {"file": SimpleUploadedFile("x.pdf", b"x" * 11)})

    assert answer.status_code == 422


def test_strangers_get_the_verifier_and_the_keys(db, client):
    script = client.get(reverse("compliance:verifier_script"))
    page = client.get(reverse("compliance:dossier_keys"))

    assert script.status_code == 200 and b"def verify" in script.content
    assert signing.fingerprints()[0] in page.content.decode()


def test_two_clicks_from_a_use_case_to_a_dossier_under_way(house, use_case, dpo):
    fiche = dpo.get(reverse("usecases:usecase_sheet", args=[use_case.slug])).content.decode()
    form = reverse("usecases:dossier_new") + f"?cas={use_case.slug}"
    assert f'href="{form}"' in fiche

    asked = dpo.get(form)
    filled = {name: field.initial for name, field in asked.context["form"].fields.items()}
    initial = {**filled, **asked.context["form"].initial}
    sent = {name: value for name, value in initial.items() if value not in (None, False)}
    answer = dpo.post(reverse("usecases:dossier_new"), {"recipient": "internal-audit", **sent})

    dossier = Dossier.objects.get()
    assert (answer.status_code, answer.url) == (303, sheet(dossier))
    assert (dossier.subject_label, dossier.until_on, dossier.hides_names) == (str(use_case), TODAY, True)


def test_a_use_case_is_found_by_reference_or_title_and_an_unknown_one_keeps_what_was_typed(
    house, use_case, dpo
):
    address = reverse("usecases:dossier_new")
    given = {"recipient": "cnil", "until": TODAY.isoformat()}

    for told in (use_case.reference.lower(), f"{use_case.reference} tout autre chose", use_case.title):
        assert dpo.post(address, {**given, "use_case": told}).status_code == 303
    wrong = dpo.post(address, {**given, "use_case": "UC-999", "since": TODAY.isoformat()})
    assert wrong.status_code == 422
    assert "UC-999" in wrong.content.decode() and "Cas d’usage inconnu" in wrong.content.decode()
    assert Dossier.objects.count() == 1


def test_refusals_come_back_with_the_form(house, use_case, dpo):
    given = {"use_case": use_case.reference, "recipient": "other", "until": TODAY.isoformat()}

    answer = dpo.post(reverse("usecases:dossier_new"), given)

    assert answer.status_code == 422 and "Nommez le destinataire" in answer.content.decode()
