import logging

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.urls import reverse
from django.views.debug import ExceptionReporter

from compliance.views import screening
from etech_ai.audit.models import Event

PAGE = "compliance:screen_text"
MARK = "zibeline-4417"
TEXT = f"{MARK} appelle anne.durand@etech.fr, password = 'hunter2Zx!9'"


def test_secrets_and_people_are_marked_and_their_levels_proposed(client_for, house):
    page = client_for(house.ana).post(reverse(PAGE), {"text": TEXT}).content.decode()

    assert ">anne.durand@etech.fr</mark>" in page
    assert 'value="personal" id="level-personal" checked' in page
    assert 'value="secret" id="level-secret" checked' in page
    assert 'value="public" id="level-public" checked' not in page


def test_a_text_is_shown_as_text(client_for, house):
    page = client_for(house.ana).post(reverse(PAGE), {"text": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert(1)" not in page


def test_nothing_of_the_text_is_kept_anywhere(client_for, house, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    before = Event.objects.count()

    answer = client_for(house.ana).post(reverse(PAGE), {"text": TEXT})

    assert MARK in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    rows = [str(row) for model in apps.get_models() for row in model.objects.values()]
    assert MARK not in "".join(rows)
    assert Event.objects.count() == before
    assert MARK not in caplog.text
    files = [
        path for folder in (tmp_path, settings.MEDIA_ROOT) for path in folder.rglob("*") if path.is_file()
    ]
    assert not [path for path in files if MARK.encode() in path.read_bytes()]


def _lose_the_plans(execute, sql, *rest):
    if "catalog_plan" in sql:
        raise OperationalError("the connection is gone")
    return execute(sql, *rest)


def test_an_error_report_holds_nothing_of_the_text(house):
    request = RequestFactory().post(reverse(PAGE), {"text": TEXT})
    request.user = house.ana
    with pytest.raises(OperationalError) as failed, connection.execute_wrapper(_lose_the_plans):
        screening.screen_text(request)
    reporter = ExceptionReporter(request, failed.type, failed.value, failed.tb)

    assert "screening_page.html" in reporter.get_traceback_html()
    assert MARK not in reporter.get_traceback_text()
    assert MARK not in reporter.get_traceback_html()


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "Collez un texte."), ("a\0b", "Ce n’est pas un texte"), ("x" * 1_000_001, "un million")],
)
def test_what_is_not_a_text_is_refused_with_a_sentence(client_for, house, text, said):
    response = client_for(house.ana).post(reverse(PAGE), {"text": text})

    assert response.status_code == 422
    assert said in response.content.decode()


def test_fifty_megabytes_are_refused_before_they_are_read(client_for, house):
    response = client_for(house.ana).post(reverse(PAGE), {"text": "x" * 50_000_000})

    assert response.status_code == 413
    assert "Rien n’a été lu ni gardé" in response.content.decode()
    assert RequestDataTooBig.__name__ not in response.content.decode()
