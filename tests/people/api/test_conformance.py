"""The API keeps what its schema promises, for whatever a caller may send (schemathesis)."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from builders.access_matrix import furnished_house
from builders.api import ANSWERS, QUESTION, bearer
from builders.clock import NOW
from etech_ai.wsgi import application

pytestmark = pytest.mark.django_db
PATHS = [
    "/api/v1/tools/",
    "/api/v1/tools/{slug}/",
    "/api/v1/plans/",
    "/api/v1/plans/{slug}/",
    "/api/v1/seats/",
    "/api/v1/seats/{id}/",
    "/api/v1/use-cases/",
    "/api/v1/use-cases/{reference}/",
    "/api/v1/requests/",
    "/api/v1/requests/{reference}/",
    "/api/v1/decisions/",
    "/api/v1/decisions/{ref}/",
    "/api/v1/classifications/preview/",
    "/api/v1/data-answers/",
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


@pytest.fixture
def furnished(house, time_machine):
    time_machine.move_to(NOW, tick=False)
    return furnished_house(house)


@pytest.fixture
def _one_transaction():
    """As Django's own test client does: a request over WSGI leaves the test's connection open."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def promised(furnished, monkeypatch, _one_transaction):
    """The schema as the portal serves it, of a house with one of everything, seen by the DPO."""
    monkeypatch.setattr("etech_ai.api.throttles.CallerThrottle.allow_request", lambda *_args: True)
    headers = bearer(furnished.dan)
    schema = schemathesis.openapi.from_wsgi("/api/schema/", application, headers=headers)
    schema.config.update(headers=headers)
    return schema


def operation_at(promised, path):
    return next(result.ok() for result in promised.get_all_operations() if result.ok().path == path)


GOOD, BAD = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
TRIED = [(path, GOOD) for path in PATHS] + [(path, BAD) for path in PATHS if "{" not in path]


@pytest.mark.parametrize(("path", "mode"), TRIED)
def test_an_operation_keeps_its_promise(path, mode, promised):
    @given(case=operation_at(promised, path).as_strategy(generation_mode=mode))
    @settings(
        max_examples=8, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def keeps_it(case):
        case.call_and_validate(headers=promised.config.headers, checks=CHECKS)

    keeps_it()


def test_what_is_there_is_as_promised(promised, furnished):
    there = {
        "/api/v1/tools/{slug}/": {"slug": furnished.tool.slug},
        "/api/v1/plans/{slug}/": {"slug": furnished.plan.slug},
        "/api/v1/use-cases/{reference}/": {"reference": furnished.use_case.reference},
        "/api/v1/requests/{reference}/": {"reference": furnished.request.reference},
        "/api/v1/decisions/{ref}/": {"ref": "05.Q2"},
    }
    for path, key in there.items():
        answer = (
            operation_at(promised, path)
            .Case(path_parameters=key)
            .call_and_validate(headers=promised.config.headers, checks=CHECKS)
        )
        assert answer.status_code == 200, path


@pytest.mark.parametrize(
    ("path", "body"), [("classifications/preview/", ANSWERS), ("data-answers/", QUESTION)]
)
def test_an_answer_of_an_engine_is_as_promised(path, body, promised):
    case = operation_at(promised, f"/api/v1/{path}").Case(body=body, media_type="application/json")

    assert case.call_and_validate(headers=promised.config.headers, checks=CHECKS).status_code == 200


def test_every_operation_is_tried(promised):
    assert {result.ok().path for result in promised.get_all_operations()} == set(PATHS)
