import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_theme_is_remembered_and_leads_back():
    answer = Client().post(reverse("set_theme"), {"theme": "dark", "next": "/compte/login/?next=/"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/compte/login/?next=/"
    assert answer.cookies["theme"].value == "dark"


def test_another_theme_forgets_the_choice():
    answer = Client().post(reverse("set_theme"), {"theme": "sepia"})
    assert answer.cookies["theme"].value == ""


def test_language_is_remembered():
    client = Client()
    client.post(reverse("set_language"), {"language": "en"})
    assert b'<html lang="en"' in client.get(reverse("account_login")).content


def test_an_unknown_language_is_ignored():
    assert Client().post(reverse("set_language"), {"language": "xx"}).cookies == {}


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
@pytest.mark.parametrize("url_name", ["set_theme", "set_language"])
def test_the_way_back_stays_in_the_portal(url_name, elsewhere):
    answer = Client().post(reverse(url_name), {"next": elsewhere})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("url_name", ["set_theme", "set_language"])
def test_preferences_are_not_set_by_a_link(url_name):
    assert Client().get(reverse(url_name)).status_code == 405
