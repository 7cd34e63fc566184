import logging
import re

import phonenumbers
import pytest
from django.apps import apps
from django.conf import settings
from django.core import mail
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
KEPT = (MARK, "hunter2Zx", "Zibelin", "2 55 08 14")
OF_EVERY_KIND = f"""{TEXT}
M. Zibelin (Banque Alpha), né le 17/05/1978, 14 rue Zibeline, 69100 Villeurbanne, est en arrêt maladie.
passeport 19FV30482, véhicule GK-482-TR, tél. 06 12 34 56 78, IP 91.160.24.187, NIR 2 55 08 14 168 025 38
DIFFUSION RESTREINTE {MARK}
"""


def page_of(client, text):
    return client.post(reverse(PAGE), {"text": text}).content.decode()


def test_secrets_and_people_are_marked_in_words_and_their_levels_proposed(client_for, house):
    page = page_of(client_for(house.ana), TEXT)

    assert '<span class="e-found-kind">Adresse de courriel</span>anne.durand@etech.fr</mark>' in page
    assert 'value="personal" id="level-personal" checked' in page
    assert 'value="secret" id="level-secret" checked' in page
    assert 'value="public" id="level-public" checked' not in page


def test_a_text_is_shown_as_text(client_for, house):
    page = page_of(client_for(house.ana), "06 12 34 56 78 <script>alert(1)</script>")

    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_secret_says_what_to_do_first_and_to_whom(client_for, house):
    page = page_of(client_for(house.ana), TEXT)

    assert "Révoquez-le" in page
    assert f'<a href="mailto:{house.dan.email}">' in page
    assert "Révoquez-le" not in page_of(client_for(house.ana), "Mme Quémener a appelé.")


def test_a_marking_of_the_state_sends_out_of_the_portal(client_for, house):
    page = page_of(client_for(house.ana), "DIFFUSION RESTREINTE\nAnnexe 3")

    assert "prévenez l’officier de sécurité" in page
    assert "Révoquez-le" not in page


def test_nothing_found_is_no_permission(client_for, house):
    page = page_of(client_for(house.ana), "Bonjour à tous.")

    assert "ce n’est pas un feu vert" in page
    assert "dans le doute, le plus strict" in page
    assert 'name="level" value="public" id="level-public">' in page
    assert "checked" not in page


def test_a_client_that_the_reader_may_know_is_marked_and_asked_about(client_for, house):
    page = page_of(client_for(house.ana), "La BANQUE ALPHA migre.")

    assert "Nom d’un client</span>BANQUE ALPHA</mark>" in page
    assert 'value="client_confidential" id="level-client_confidential" checked' in page
    assert f'<option value="{house.client.slug}" selected>' in page


def test_a_client_that_the_reader_may_not_know_answers_like_a_name_that_nobody_has(client_for, house):
    ana = client_for(house.ana)

    hidden = page_of(ana, f"Voici {house.other_client.name}, 06 12 34 56 78.")
    unknown = page_of(ana, "Voici Rail Inconnu, 06 12 34 56 78.")

    assert "Nom d’un client</span>" not in hidden
    assert _without_tokens(hidden).replace(house.other_client.name, "Rail Inconnu") == _without_tokens(
        unknown
    )


def _without_tokens(page):
    return re.sub(r'(?i)(csrf\w*"[^"]*")[^"]+"', r"\1", page)


def test_every_client_is_marked_for_who_may_know_them_all(client_for, house):
    page = page_of(client_for(house.dan), f"Voici {house.other_client.name}.")

    assert f"Nom d’un client</span>{house.other_client.name}</mark>" in page


def test_a_long_list_of_passages_ends_with_how_many_more(client_for, house):
    page = page_of(client_for(house.ana), "06 12 34 56 78\n" * (screening.LISTED + 3))

    assert page.count("<mark") == screening.LISTED + 3
    assert page.count('scope="row"') == screening.LISTED
    assert "et 3 autres, marqués dans le texte" in page


def test_nothing_of_the_text_is_kept_anywhere(client_for, house, caplog, tmp_path):
    caplog.set_level(logging.DEBUG)
    before = Event.objects.count()

    client = client_for(house.ana)
    answer = client.post(reverse(PAGE), {"text": OF_EVERY_KIND})

    assert all(word in answer.content.decode() for word in KEPT)
    assert "no-store" in answer["Cache-Control"]
    rows = "".join(str(row) for model in apps.get_models() for row in model.objects.values())
    files = [
        path for folder in (tmp_path, settings.MEDIA_ROOT) for path in folder.rglob("*") if path.is_file()
    ]
    traces = [rows, caplog.text, str(dict(client.session)), str(mail.outbox), str(answer.headers)]
    traces += [path.read_bytes().decode(errors="replace") for path in files]
    assert Event.objects.count() == before
    assert [word for word in KEPT for trace in traces if word in trace] == []


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


def _refuse(line, *_rest):
    raise ValueError(f"cannot read {line}")


def test_a_detector_that_fails_reports_where_and_nothing_of_the_text(house, monkeypatch, caplog):
    monkeypatch.setattr(phonenumbers, "PhoneNumberMatcher", _refuse)
    request = RequestFactory().post(reverse(PAGE), {"text": OF_EVERY_KIND})
    request.user = house.ana
    with pytest.raises(screening.ScreeningFailed) as failed:
        screening.screen_text(request)
    reporter = ExceptionReporter(request, failed.type, failed.value, failed.tb)
    logging.getLogger("django.request").error("failed", exc_info=failed._excinfo)

    said = reporter.get_traceback_text() + reporter.get_traceback_html() + caplog.text
    assert "ValueError in test_screening.py" in said
    assert [word for word in KEPT if word in said] == []


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
