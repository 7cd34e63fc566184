"""Every address × every role. A URL that is missing here fails the run, and so does a view without a rule."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from builders.access_matrix import MATRIX, ROLES, SKIPPED, address, furnished_house

pytestmark = pytest.mark.django_db


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry.callback


def _is_ours(view: Any) -> bool:
    return not getattr(view, "__module__", "").startswith(("allauth", "django"))


def _is_of_api(name: str) -> bool:
    """Endpoints answer in JSON to other callers: test_api_matrix.py has their table."""
    return name.rpartition(":")[2].startswith("api_")


OURS = {name: view for name, view in _patterns(get_resolver()) if _is_ours(view) and not _is_of_api(name)}


def _is_public(name: str) -> bool:
    access = OURS[name].access
    return access == "public" or getattr(access, "is_public", False)


def test_every_view_says_who_may_open_it():
    assert [name for name, view in OURS.items() if not hasattr(view, "access")] == []


def test_every_address_is_in_the_matrix():
    assert sorted(set(OURS) - set(MATRIX) - set(SKIPPED)) == []
    assert sorted(set(MATRIX) - set(OURS)) == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_matrix_says(role, house, client_for):
    house, column = furnished_house(house), list(ROLES).index(role) + 1
    client = client_for(getattr(house, ROLES[role]))

    got = {name: _open(client, row[0], address(name, house)) for name, row in MATRIX.items()}

    assert got == {name: row[column] for name, row in MATRIX.items()}


def test_a_stranger_to_the_house_is_sent_to_the_sign_in_page(house, client):
    house = furnished_house(house)
    for name, row in MATRIX.items():
        if not _is_public(name):
            response = getattr(client, row[0])(address(name, house))
            assert response.status_code == 302, name
            assert response["Location"].startswith(reverse("account_login")), name


def test_somebody_who_waits_to_be_admitted_only_sees_the_waiting_page(house, client_for):
    house = furnished_house(house)
    client = client_for(house.pending)
    for name, row in MATRIX.items():
        if not _is_public(name) and name != "people:pending":
            response = getattr(client, row[0])(address(name, house))
            assert response.status_code in (302, 303), name
            assert response["Location"] == reverse("people:pending"), name


def _open(client: Any, method: str, url: str) -> int:
    """The status of one request, whose writes are taken back: each address meets the same house."""
    mark = transaction.savepoint()
    response = getattr(client, method)(url)
    if response.streaming:  # read to its end, so that its file is closed
        list(response)
    transaction.savepoint_rollback(mark)
    return response.status_code


def test_the_gallery_exists_with_debug_only():
    assert ("components" in OURS) == settings.DEBUG
