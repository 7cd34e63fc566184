from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from etech_ai.audit.models import Event
from people.access import Role
from people.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "mirabelle-quetsche-12"


@pytest.fixture(autouse=True)
def _password(monkeypatch):
    monkeypatch.setenv("ETECH_ADMIN_PASSWORD", PASSWORD)


def create(*args):
    out = StringIO()
    call_command("create_admin", *args, stdout=out)
    return out.getvalue()


def test_the_first_administrator_is_in_force_at_once_and_can_sign_in():
    said = create("Boss@etech.example", "--first-name", "Bo", "--last-name", "Soss")

    user = User.objects.get()
    assert said == "ok, 1 administrator created, 1 in force\n"
    assert (user.email, user.full_name) == ("boss@etech.example", "Bo Soss")
    assert user.holds(Role.ADMIN)
    assert user.check_password(PASSWORD)
    assert set(Event.objects.values_list("actor_ref", flat=True)) == {"job:create-admin"}


def test_a_second_one_takes_again():
    create("un@etech.example")
    with pytest.raises(CommandError, match="in force already"):
        create("deux@etech.example")

    assert create("deux@etech.example", "--again") == "ok, 1 administrator created, 2 in force\n"


@pytest.mark.parametrize(
    ("email", "password", "complaint"),
    [("pas une adresse", PASSWORD, "not an email"), ("a@etech.example", "court", "trop court|too short")],
)
def test_a_bad_address_or_password_creates_nobody(monkeypatch, email, password, complaint):
    monkeypatch.setenv("ETECH_ADMIN_PASSWORD", password)
    with pytest.raises(CommandError, match=complaint):
        create(email)

    assert not User.objects.exists()
    assert not Event.objects.exists()


def test_without_a_terminal_nor_a_password_it_says_what_to_set(monkeypatch):
    monkeypatch.delenv("ETECH_ADMIN_PASSWORD")
    with pytest.raises(CommandError, match="ETECH_ADMIN_PASSWORD"):
        create("a@etech.example")
