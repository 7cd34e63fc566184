"""Every address × every role. A URL that is missing here fails the run, and so does a view without a rule."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from access_matrix import MATRIX, ROLES, SKIPPED, address

pytestmark = pytest.mark.django_db


def _patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
        elif isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name}", entry.callback


NAMES = dict(_patterns(get_resolver()))


def _is_ours(view: Any) -> bool:
    module = getattr(view, "__module__", "")
    return not module.startswith(("allauth", "django"))


OURS = {name: view for name, view in NAMES.items() if _is_ours(view)}


def test_every_view_says_who_may_open_it():
    assert [name for name, view in OURS.items() if not hasattr(view, "access")] == []


def test_every_address_is_in_the_matrix():
    assert sorted(set(OURS) - set(MATRIX) - set(SKIPPED)) == []
    assert sorted((set(MATRIX) | set(SKIPPED)) - set(OURS)) == []


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_each_role_gets_the_answer_the_matrix_says(name, house, client_for, furnished):
    url = address(name, furnished)
    got = {role: client_for(getattr(house, who)).get(url).status_code for role, who in ROLES.items()}

    assert got == dict(zip(ROLES, MATRIX[name], strict=True))


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_a_stranger_is_sent_to_the_sign_in_page(name, client, furnished):
    response = client.get(address(name, furnished))

    assert response.status_code in ({200} if NAMES[name].access.is_public else {302})
    if response.status_code == 302:
        assert response["Location"].startswith(reverse("account_login"))
