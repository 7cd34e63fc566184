import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from builders.people import PASSWORD, with_password, with_totp

pytestmark = pytest.mark.django_db
ENROLMENT = "/compte/2fa/"


@pytest.fixture(autouse=True)
def _outside_demo_mode(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("name", ["dan", "adi", "ida", "lea"])
def test_these_roles_only_see_the_enrolment_pages_until_they_enrol(house, client_for, name):
    client = client_for(getattr(house, name))

    assert client.get("/personnes/").url == ENROLMENT
    assert client.get("/notifications/").url == ENROLMENT
    assert client.post("/compte/password/change/", {}).url == ENROLMENT
    assert client.get(ENROLMENT).status_code == 200


@pytest.mark.parametrize("name", ["ana", "cho", "fin", "zoe"])
def test_the_others_may_do_without(house, client_for, name):
    assert client_for(getattr(house, name)).get("/personnes/").status_code == 200


def test_once_enrolled_the_door_is_open(house, client_for):
    with_totp(house.dan)

    assert client_for(house.dan).get("/personnes/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(house, client_for):
    Authenticator.objects.create(user=house.dan, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert client_for(house.dan).get("/personnes/").url == ENROLMENT


def test_health_and_signing_out_stay_open(house, client_for):
    client = client_for(house.dan)

    assert client.get("/healthz").status_code == 200
    assert client.get("/compte/logout/").status_code == 200


def test_in_demo_mode_nobody_is_asked(house, client_for, settings):
    settings.SECOND_FACTOR_REQUIRED = False

    assert client_for(house.dan).get("/personnes/").status_code == 200


def test_a_person_enrols_with_an_application_by_themselves(house, client):
    secret = _enrolling(client, house.dan)
    client.post("/compte/2fa/totp/activate/", {"code": _code(secret)})

    assert client.get("/personnes/").status_code == 200


def test_the_secret_is_not_readable_in_the_database(house, client):
    secret = _enrolling(client, house.dan)
    client.post("/compte/2fa/totp/activate/", {"code": _code(secret)})

    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_an_enrolled_person_signs_in_with_both(house, client):
    with_password(with_totp(house.dan))
    response = client.post("/compte/login/", {"login": house.dan.email, "password": PASSWORD})

    assert response.url == "/compte/2fa/authenticate/"
    assert "_auth_user_id" not in client.session

    wrapped = Authenticator.objects.get(user=house.dan, type="totp").wrap()
    secret = get_adapter().decrypt(wrapped.instance.data["secret"])
    client.post("/compte/2fa/authenticate/", {"code": _code(secret)})

    assert client.session["_auth_user_id"] == str(house.dan.pk)


def _enrolling(client, user):
    """Signed in, the password given again, on the page that shows the secret."""
    with_password(user)
    client.post("/compte/login/", {"login": user.email, "password": PASSWORD})
    client.post("/compte/reauthenticate/", {"password": PASSWORD})
    return client.get("/compte/2fa/totp/activate/").context["form"].secret


def _code(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))
