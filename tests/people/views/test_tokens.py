from datetime import timedelta

import pytest

from builders.clock import NOW, TODAY
from people.models import ApiToken
from people.services import tokens

pytestmark = pytest.mark.django_db
SENT = {"label": "Tableau de bord", "scopes": ["tools:read"], "expires_on": TODAY + timedelta(days=9)}
LIST = "/mon-profil/jetons/"


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def made(person):
    given = {"label": "Essai", "scopes": ["tools:read"], "expires_on": TODAY + timedelta(days=9)}
    return tokens.make(person, by=person, now=NOW, **given)[0]


def test_the_secret_shows_once_and_never_again(house, client_for):
    client = client_for(house.ana)

    page = client.post(LIST, SENT)

    assert page.status_code == 201
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert tokens.recognise(secret, today=TODAY).owner == house.ana
    again = client.get(LIST).content.decode()
    assert secret not in again
    assert secret[:12] in again


def test_a_form_that_cannot_be_says_why_and_makes_nothing(house, client_for):
    page = client_for(house.ana).post(LIST, SENT | {"expires_on": TODAY + timedelta(days=400)})

    assert page.status_code == 422
    assert "un an" in page.content.decode()
    assert not ApiToken.objects.exists()


def test_one_revokes_after_a_page_that_asks(house, client_for):
    token, client = made(house.ana), client_for(house.ana)

    assert "s’arrête" in client.get(f"{LIST}{token.pk}/revoquer/").content.decode()
    answer = client.post(f"{LIST}{token.pk}/revoquer/")

    assert (answer.status_code, answer["Location"]) == (303, LIST)
    token.refresh_from_db()
    assert token.revoked_at


def test_an_administrator_sees_labels_and_owners_and_revokes(house, client_for):
    token, client = made(house.ana), client_for(house.adi)

    page = client.get("/personnes/jetons/").content.decode()
    answer = client.post(f"{LIST}{token.pk}/revoquer/")

    assert "Essai" in page
    assert "Ana Alvarez" in page
    assert answer["Location"] == "/personnes/jetons/"
    assert "Essai" not in client.get("/personnes/jetons/").content.decode()
    assert "Essai" in client.get("/personnes/jetons/?vue=tous").content.decode()


def test_somebody_else_s_token_is_nowhere(house, client_for):
    token = made(house.ana)

    assert client_for(house.zoe).get(f"{LIST}{token.pk}/revoquer/").status_code == 404


def test_the_register_reads_as_many_tables_for_many_tokens(house, client_for, assert_flat_queries):
    made(house.ana)
    client = client_for(house.adi)

    assert_flat_queries(
        get=lambda: client.get("/personnes/jetons/"),
        add_rows=lambda: [made(person) for person in (house.ana, house.cho, house.zoe)],
    )
