"""The schema, its page, and what answers where there is nothing, or where the portal fails."""

import io
import json

import pytest
import yaml
from django.conf import settings as portal
from django.core.management import call_command
from django.test import Client as WebClient

from builders.api import Caller
from people.access import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def schema(house):
    return yaml.safe_load(
        Caller(house.ana).web.get("/api/schema/", headers=Caller(house.ana).headers).content
    )


def test_the_schema_is_made_without_a_warning(db):
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=io.StringIO())


def test_the_schema_is_openapi_3_1_in_yaml_or_json(house):
    caller = Caller(house.ana)
    plain = caller.web.get("/api/schema/", headers=caller.headers)
    accepted = {"Accept": "application/vnd.oai.openapi+json"}
    as_json = caller.web.get("/api/schema/", headers=caller.headers | accepted)

    assert yaml.safe_load(plain.content)["openapi"].startswith("3.1")
    assert json.loads(as_json.content)["openapi"].startswith("3.1")


def test_every_operation_has_a_summary_a_scope_and_its_refusals(schema):
    operations = [(path, tell) for path, verbs in schema["paths"].items() for tell in verbs.values()]

    for path, told in operations:
        assert told["summary"], path
        assert told["tags"], path
        assert {"401", "403", "422", "429"} <= set(told["responses"]), path
        assert all(answer["description"] for answer in told["responses"].values()), path
        assert told["security"][0]["accessToken"][0] in set(Scope), path
    assert len(operations) == 14


def test_lists_of_values_have_names_of_their_own(schema):
    named = {name for name, part in schema["components"]["schemas"].items() if "enum" in part}

    assert {"ToolDecision", "RequestState", "DecisionState", "UseCaseStatus", "DataLevel"} <= named
    assert not [name for name in named if name.endswith("Enum") and name not in ("BlankEnum", "NullEnum")]


def test_how_to_say_who_calls_is_documented(schema):
    schemes = schema["components"]["securitySchemes"]

    assert schemes["accessToken"]["scheme"] == "bearer"
    assert schemes["session"]["in"] == "cookie"


def test_the_page_stands_in_the_portal_and_loads_nothing_from_elsewhere(house, client_for):
    client = client_for(house.ana)

    page = client.get("/api/docs/")
    script = client.get("/api/docs/?script=")

    text = page.content.decode()
    assert '<nav class="e-nav"' in text
    assert "drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js" in text
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/schema/" in script.content.decode()


def test_a_stranger_is_led_to_the_sign_in_page_from_the_page_only(client, db):
    assert client.get("/api/docs/").status_code == 302
    assert client.get("/api/schema/").status_code == 401


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/tools", "/api/v1/nothing/", "/api/v2/tools/"])
def test_an_address_that_is_none_is_a_404_in_json(client, db, method, path):
    answer = getattr(client, method)(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_reading_is_all_that_a_list_admits(house, method):
    caller = Caller(house.ana)

    answer = getattr(caller.web, method)("/api/v1/tools/", headers=caller.headers)

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert set(answer["Allow"].replace(" ", "").split(",")) <= {"GET", "HEAD"}


def test_another_format_than_json_is_a_406_in_json(house):
    answer = Caller(house.ana).get("tools/", Accept="text/html")

    assert (answer.status_code, answer.json()["code"]) == (406, "not_acceptable")


def test_a_fault_of_ours_is_a_500_in_json_with_a_code_that_the_log_holds(house, monkeypatch, caplog):
    def fail(*_args):
        raise RuntimeError("secret detail")

    monkeypatch.setattr("catalog.api.ToolList.rows", fail)

    answer = Caller(house.ana).get("tools/")

    body = answer.json()
    assert (answer.status_code, body["code"]) == (500, "server_error")
    assert body["reference"] in body["detail"]
    assert body["reference"] in caplog.text
    assert "secret detail" not in answer.content.decode()


def test_a_fault_before_the_endpoint_is_json_too(house, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr("people.middleware.SecondFactorMiddleware.process_view", fail)
    client = WebClient(raise_request_exception=False)

    answer = client.get("/api/v1/tools/")

    assert (answer.status_code, answer.json()["code"]) == (500, "server_error")


def test_the_session_cookie_is_named_as_the_schema_says(schema):
    assert schema["components"]["securitySchemes"]["session"]["name"] == portal.SESSION_COOKIE_NAME
