import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from etech_ai import errors


@pytest.fixture
def request_of_a_stranger():
    request = RequestFactory().get("/secret/")
    request.user = AnonymousUser()
    return request


class Refusal(Exception):
    needed_roles = ("Licences (IT)", "Direction")


def test_forbidden_names_the_roles_that_open_the_page(request_of_a_stranger):
    answer = errors.forbidden(request_of_a_stranger, Refusal())
    assert answer.status_code == 403
    assert "Licences (IT)" in answer.content.decode()
    assert "Direction" in answer.content.decode()


def test_not_found_does_not_repeat_the_address(request_of_a_stranger):
    answer = errors.not_found(request_of_a_stranger)
    assert answer.status_code == 404
    assert "secret" not in answer.content.decode().split("<main")[1].split("</main>")[0]


def test_server_error_gives_a_code_that_the_log_holds_too(caplog):
    answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    code = caplog.records[0].args[0]
    assert code in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_answers_with_our_page(client_for, house):
    answer = client_for(house.ana).get("/nulle-part/")
    assert answer.status_code == 404
    assert "Cette page est introuvable" in answer.content.decode()
