import pytest

from builders.clock import NOW
from builders.people import BUILDER
from people.services import demo, users

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(db):
    user = users.invite(
        email="membre@etech.example", first_name="Mona", last_name="Démo", by=BUILDER, now=NOW, mail=False
    )
    demo.open_account(user, by=BUILDER)
    return user


def test_demo_accounts_are_listed_only_in_demo_mode(client, account, settings):
    settings.DEMO_MODE = True
    assert "membre@etech.example" in client.get("/compte/login/").content.decode()

    settings.DEMO_MODE = False
    page = client.get("/compte/login/").content.decode()
    assert "membre@etech.example" not in page
    assert demo.PASSWORD not in page


def test_one_click_signs_in_as_a_demo_account(client, account, settings):
    settings.DEMO_MODE = True
    response = client.post("/demo/connexion/", {"account": "membre@etech.example"})

    assert response.status_code == 303
    assert client.session["_auth_user_id"] == str(account.pk)


def test_the_shared_password_works_too(client, account):
    client.post("/compte/login/", {"login": "membre@etech.example", "password": demo.PASSWORD})

    assert client.session["_auth_user_id"] == str(account.pk)


def test_outside_demo_mode_there_is_no_such_door(client, account):
    assert client.post("/demo/connexion/", {"account": "membre@etech.example"}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_only_demo_accounts_pass_by_that_door(client, house, settings):
    settings.DEMO_MODE = True

    assert client.post("/demo/connexion/", {"account": house.ana.email}).status_code == 404
    assert client.get("/demo/connexion/").status_code == 405
