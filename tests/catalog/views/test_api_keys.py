import pytest

from builders.clock import NOW
from builders.requests import a_key_request, an_open_key
from catalog.models import ApiKeySheet


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def ana(house, client_for):
    return client_for(house.ana)


def test_the_list_is_empty_then_shows_ones_keys(house, ana, client_for):
    assert "Aucune clé d’API" in ana.get("/licences/cles/").content.decode()
    an_open_key(house)

    assert "Vaultwarden, entrée API" in ana.get("/licences/cles/").content.decode()
    assert "Vaultwarden" not in client_for(house.zoe).get("/licences/cles/").content.decode()


def test_the_list_takes_as_many_queries_with_more_rows(house, ana, assert_flat_queries):
    key = an_open_key(house)

    def more():
        for environment in ("test", "production"):
            an_open_key(house, plan=key.plan, environment=environment)

    assert_flat_queries(get=lambda: ana.get("/licences/cles/"), add_rows=more)


def test_the_owner_completes_the_sheet(house, ana):
    a_key_request(house, "approved")
    url = f"/licences/cles/{ApiKeySheet.objects.get().pk}/"
    assert "Fiche à compléter" in ana.get(url).content.decode()

    response = ana.post(
        f"{url}completer/", {"kept_in": "Coffre, entrée API", "rotation_due_on": "2027-02-20"}
    )

    assert response["Location"] == url
    assert "Coffre, entrée API" in ana.get(url).content.decode()


def test_a_key_typed_instead_of_its_place_comes_back_refused(house, ana):
    a_key_request(house, "approved")
    url = f"/licences/cles/{ApiKeySheet.objects.get().pk}/completer/"

    response = ana.post(url, {"kept_in": "hf_" + "abcdefghijklmnopq", "rotation_due_on": "2027-02-20"})

    assert response.status_code == 422
    assert "ressemble à la clé" in response.content.decode()


def test_a_renewal_is_noted_and_a_key_revoked(house, ana):
    url = f"/licences/cles/{an_open_key(house).pk}/"

    ana.post(f"{url}renouveler/", {"rotation_due_on": "2027-05-01"})
    assert "1 mai 2027" in ana.get(url).content.decode().replace("\u00a0", " ")
    ana.post(f"{url}revoquer/")

    assert "Révoquée" in ana.get(url).content.decode()


def test_a_stranger_does_not_find_the_sheet(house, client_for):
    assert client_for(house.zoe).get(f"/licences/cles/{an_open_key(house).pk}/").status_code == 404
