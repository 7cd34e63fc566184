import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from builders.usecases import a_use_case, declared
from usecases.models import RegisterImport, UseCase

HEAD = "Référence;Titre;Finalité;Objectif;Outils;Données;Client\n"


@pytest.fixture
def ana(client_for, house):
    return client_for(house.ana)


def _read(client, text):
    file = SimpleUploadedFile("cas.csv", (HEAD + text).encode())
    return client.post(reverse("usecases:usecase_import"), {"file": file}, follow=True)


def _confirm(client):
    address = reverse("usecases:import_preview", args=[RegisterImport.objects.latest("pk").pk])
    return client.post(address, follow=True).content.decode()


def test_nothing_is_written_before_it_is_confirmed(ana, house):
    page = _read(ana, ";Revue;Relire.;Interne;GitHub Copilot, Business;Interne;\n").content.decode()

    assert "À déclarer" in page
    assert not UseCase.objects.exists()

    assert "1 déclarés" in _confirm(ana)
    use_case = UseCase.objects.get()
    assert (use_case.title, use_case.owner, use_case.data_levels) == ("Revue", house.ana, ["internal"])
    assert [link.plan for link in use_case.plan_links.current()] == [house.plan]


def test_a_reference_or_a_known_title_is_changed_not_doubled(ana, house):
    first, second = declared(house, title="Revue"), declared(house, title="Tests")

    _read(ana, f"{first.reference};Revue bis;Relire.;Interne;;Interne;\n;TESTS;Écrire.;Interne;;;\n")
    _confirm(ana)

    assert UseCase.objects.count() == 2
    assert UseCase.objects.get(pk=first.pk).title == "Revue bis"
    assert UseCase.objects.get(pk=second.pk).purpose == "Écrire."


def test_reading_an_export_back_changes_nothing(ana, house):
    a_use_case(house, plans=[house.plan], project=house.project, data_levels=["internal", "personal"])
    for form in ("csv", "xlsx"):
        answer = ana.get(reverse("usecases:usecase_export", args=[form]))
        file = SimpleUploadedFile(f"cas.{form}", answer.getvalue())

        page = ana.post(reverse("usecases:usecase_import"), {"file": file}, follow=True).content.decode()

        assert "Inchangé" in page
        assert "Importer 1" not in page


def test_each_row_says_its_own_errors_and_the_sound_ones_go_in(ana, house):
    rows = [
        ";Sans finalité;;Interne;;;",
        ";Client caché;Relire.;Interne;;;" + house.other_client.name,
        "UC-999;Inconnue;Relire.;Interne;;;",
        ";Mauvais outil;Relire.;Interne;Outil X;;",
        ";Objectif faux;Relire.;Ailleurs;;;",
        ";Bonne;Relire.;Interne;;;",
        ";Bonne;Relire.;Interne;;;",
    ]
    page = _read(ana, "\n".join(rows)).content.decode()

    told = ["Finalité", "Client inconnu", "Référence inconnue", "Outil inconnu", "Objectif inconnu"]
    for text in [*told, "Déjà à la ligne 7"]:
        assert text in page
    _confirm(ana)
    assert [use_case.title for use_case in UseCase.objects.all()] == ["Bonne"]


def test_a_use_of_somebody_else_is_not_changed(client_for, house):
    use_case = declared(house)

    page = _read(client_for(house.zoe), f"{use_case.reference};Vol;Prendre.;Interne;;;\n").content.decode()

    assert "peuvent le modifier" in page


def test_the_same_file_is_not_imported_twice(ana, house):
    _read(ana, ";Revue;Relire.;Interne;;;\n")
    _confirm(ana)

    assert "déjà fait" in _confirm(ana)
    assert UseCase.objects.count() == 1


def test_a_file_without_its_head_is_refused_with_a_sentence(ana):
    file = SimpleUploadedFile("cas.csv", b"Revue;Relire\n")

    response = ana.post(reverse("usecases:usecase_import"), {"file": file})

    assert response.status_code == 422
    assert "nommer les colonnes" in response.content.decode()
    assert not RegisterImport.objects.exists()


def test_an_import_is_seen_by_its_reader_alone(ana, client_for, house):
    _read(ana, ";Revue;Relire.;Interne;;;\n")
    address = reverse("usecases:import_preview", args=[RegisterImport.objects.get().pk])

    assert client_for(house.dan).get(address).status_code == 404
