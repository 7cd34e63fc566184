from builders import compliance as build
from builders.clock import TODAY
from compliance.models import Acknowledgement
from compliance.services import policies

LIST, SHEET, ACCEPT = "/regles/", "/regles/charte-ia/", "/regles/charte-ia/accepter/"


def test_the_list_says_what_is_left_to_accept(house, client_for):
    version = build.publish_charter(house)
    web = client_for(house.ana)
    assert "Il vous reste 1 règle" in web.get(LIST).content.decode()

    policies.acknowledge(version, by=house.ana, today=TODAY)

    assert "Vous êtes à jour" in web.get(LIST).content.decode()


def test_an_empty_list_says_so(house, client_for):
    assert "Aucune règle publiée" in client_for(house.ana).get(LIST).content.decode()


def test_the_text_is_shown_as_safe_html(house, client_for):
    text = "# Titre\n\n<script>alert(1)</script> [x](javascript:alert(1)) **gras**"
    policies.publish("Charte IA", body=text, effective_on=TODAY, by=house.dan)

    page = client_for(house.ana).get(SHEET).content.decode()

    assert "<strong>gras</strong>" in page
    assert "<h2>Titre</h2>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_the_button_accepts_and_comes_back(house, client_for):
    build.publish_charter(house)
    web = client_for(house.ana)
    assert "J’ai lu et j’accepte" in web.get(SHEET).content.decode()

    response = web.post(ACCEPT, {"version": "1"})

    assert (response.status_code, response["Location"]) == (303, SHEET)
    assert Acknowledgement.objects.get().user == house.ana
    assert "J’ai lu et j’accepte" not in web.get(SHEET).content.decode()


def test_accepting_a_version_that_was_replaced_while_reading_is_refused(house, client_for):
    build.publish_charter(house)
    build.publish_charter(house, effective_on=TODAY)

    response = client_for(house.ana).post(ACCEPT, {"version": "1"}, follow=True)

    assert not Acknowledgement.objects.exists()
    assert "n’est pas en vigueur" in response.content.decode()


def test_a_version_that_does_not_exist_is_a_404(house, client_for):
    build.publish_charter(house)

    assert client_for(house.ana).post(ACCEPT, {"version": "x"}).status_code == 404
    assert client_for(house.ana).get("/regles/absente/").status_code == 404


def test_queries_do_not_grow_with_policies(house, client_for, assert_flat_queries):
    build.publish_charter(house)
    web = client_for(house.ana)

    def add():
        for n in range(10):
            policies.publish(f"Règle {n}", body="Texte", effective_on=TODAY, by=house.dan)

    assert_flat_queries(get=lambda: web.get(LIST), add_rows=add)
