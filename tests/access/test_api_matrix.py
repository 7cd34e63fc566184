"""Every endpoint of the API × every role. What a list holds is what the pages show that person."""

from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from approvals.models import Request
from builders.access_matrix import ROLES, furnished_house
from builders.api import ANSWERS, QUESTION, Caller, bearer
from builders.clock import NOW
from catalog.models import Plan, Seat, Tool
from catalog.services import seats
from etech_ai.audit.recording import Actor
from people.access import Scope
from people.api.authentication import SessionAuthentication, TokenAuthentication
from people.api.permissions import GATES
from roadmap.models import Decision
from usecases.models import UseCase

pytestmark = pytest.mark.django_db

PUBLIC = {"api_unknown"}
MATRIX: dict[str, tuple[Any, ...]] = {
    # address: the scope it asks for, then what each column of ROLES gets, in that order
    "people:api_schema": (None, 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:api_tool_list": (Scope.READ_TOOLS, 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:api_tool": (Scope.READ_TOOLS, 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:api_plan_list": (Scope.READ_PLANS, 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:api_plan": (Scope.READ_PLANS, 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:api_seat_list": (Scope.READ_SEATS, 200, 200, 200, 200, 200, 200, 200, 200),
    "catalog:api_seat": (Scope.READ_SEATS, 200, 404, 200, 404, 404, 404, 404, 404),
    "usecases:api_use_case_list": (Scope.READ_USE_CASES, 200, 200, 200, 200, 200, 200, 200, 200),
    "usecases:api_use_case": (Scope.READ_USE_CASES, 200, 200, 404, 404, 200, 200, 404, 404),
    "approvals:api_request_list": (Scope.READ_REQUESTS, 200, 200, 200, 200, 200, 200, 200, 200),
    "approvals:api_request": (Scope.READ_REQUESTS, 200, 200, 200, 404, 200, 200, 404, 404),
    "roadmap:api_decision_list": (Scope.READ_DECISIONS, 200, 200, 200, 200, 200, 200, 200, 200),
    "roadmap:api_decision": (Scope.READ_DECISIONS, 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:api_classification_preview": (Scope.CLASSIFY, 200, 200, 200, 200, 200, 200, 200, 200),
    "compliance:api_data_answer": (Scope.ASK_DATA, 200, 200, 200, 200, 200, 200, 200, 200),
}
BODIES = {"compliance:api_classification_preview": ANSWERS, "compliance:api_data_answer": QUESTION}


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def furnished(house):
    found = furnished_house(house)
    builder = Actor("job:test-house", "Essai")
    found.seat = seats.assign(found.subscription, to=found.ana, by=builder, today=NOW.date())
    return found


def _endpoints(resolver: URLResolver, prefix: str = "") -> dict[str, Any]:
    found = {}
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= _endpoints(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern) and (entry.name or "").startswith("api_"):
            found[f"{prefix}{entry.name}"] = entry.callback
    return found


ENDPOINTS = {name: view for name, view in _endpoints(get_resolver()).items() if name not in PUBLIC}


def _address(name: str, house: Any) -> str:
    arguments = {
        "catalog:api_tool": house.tool.slug,
        "catalog:api_plan": house.plan.slug,
        "catalog:api_seat": house.seat.pk,
        "usecases:api_use_case": house.use_case.reference,
        "approvals:api_request": house.request.reference,
        "roadmap:api_decision": "05.Q2",
    }
    return reverse(name, args=[arguments[name]] if name in arguments else [])


def _call(client: Any, name: str, house: Any, **headers: str) -> Any:
    url = _address(name, house)
    if name in BODIES:
        return client.post(url, BODIES[name], content_type="application/json", headers=headers)
    return client.get(url, headers=headers)


def test_every_endpoint_is_in_the_matrix():
    assert set(ENDPOINTS) == set(MATRIX)


def test_every_address_under_api_is_an_endpoint_or_public():
    shown = {reverse(name) for name in ("people:docs",)}
    under = [name for name in _routes(get_resolver()) if name.startswith("api/") and f"/{name}" not in shown]
    assert len(under) == len(ENDPOINTS)


def _routes(resolver: URLResolver) -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        found += _routes(entry) if isinstance(entry, URLResolver) else [str(entry.pattern).lstrip("^")]
    return [route for route in found if route != "api/"]


@pytest.mark.parametrize("name", MATRIX)
def test_every_endpoint_says_who_may_call(name):
    view = ENDPOINTS[name].cls

    assert view.authentication_classes == [TokenAuthentication, SessionAuthentication]
    assert view.permission_classes == GATES
    assert view.throttle_classes
    assert view.scope == MATRIX[name][0]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_matrix_says_by_token_and_by_session(role, furnished, client, client_for):
    person, column = getattr(furnished, ROLES[role]), list(ROLES).index(role) + 1
    header, session = bearer(person), client_for(person)

    by_token = {name: _call(client, name, furnished, **header).status_code for name in MATRIX}
    by_session = {name: _call(session, name, furnished).status_code for name in MATRIX}

    assert by_token == by_session == {name: row[column] for name, row in MATRIX.items()}


def test_a_stranger_is_asked_who_they_are(furnished, client):
    for name in MATRIX:
        answer = _call(client, name, furnished)
        assert answer.status_code == 401, name
        assert answer["WWW-Authenticate"] == 'Bearer realm="etech"'
        assert answer.json()["code"] == "not_authenticated"


def test_somebody_who_waits_to_be_admitted_is_told_so(furnished, client_for):
    client = client_for(furnished.pending)
    for name in MATRIX:
        answer = _call(client, name, furnished)
        assert (answer.status_code, answer.json()["code"]) == (403, "pending"), name
        assert "admis" in answer.json()["detail"]


@pytest.mark.parametrize("name", [name for name, row in MATRIX.items() if row[0]])
def test_a_token_without_the_scope_is_refused_and_told_which(name, furnished, client):
    wanted = MATRIX[name][0]
    header = bearer(furnished.ana, [scope for scope in Scope if scope is not wanted])

    answer = _call(client, name, furnished, **header)

    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient_scope")
    assert wanted.value in answer.json()["detail"]
    assert f'scope="{wanted.value}"' in answer["WWW-Authenticate"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("path", "model", "key", "attribute"),
    [
        ("tools/", Tool, "slug", "slug"),
        ("plans/", Plan, "slug", "slug"),
        ("seats/", Seat, "id", "pk"),
        ("use-cases/", UseCase, "reference", "reference"),
        ("requests/", Request, "reference", "reference"),
        ("decisions/", Decision, "ref", "ref"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_list_holds_what_the_pages_show(role, path, model, key, attribute, furnished):
    person = getattr(furnished, ROLES[role])

    listed = [row[key] for row in Caller(person).rows(path, limit=200)]

    visible = model.objects.visible_to(person).values_list(attribute, flat=True)
    assert sorted(listed) == sorted(visible)
    assert len(listed) == len(set(listed))
