"""The cast and the helpers that every test may use. Nothing of ours is mocked."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client as WebClient
from django.test import TransactionTestCase
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from builders.house import build_house
from etech_ai.audit import triggers
from etech_ai.audit.models import Head

_teardown = TransactionTestCase._fixture_teardown


def _empty_tables_without_triggers(self: TransactionTestCase) -> None:
    """A transactional test ends by emptying every table, which the trail's triggers rightly refuse."""
    triggers.remove(connection)
    try:
        _teardown(self)
    finally:
        triggers.install(connection)
        Head.objects.get_or_create(pk=1)


TransactionTestCase._fixture_teardown = _empty_tables_without_triggers  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _clean_slate(tmp_path: Any) -> None:
    """No count of attempts, no file and no reader's language survives from one test to the next."""
    translation.activate(settings.LANGUAGE_CODE)
    settings.MEDIA_ROOT = tmp_path / "files"
    cache.clear()


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    """The cast: Ana asks, Cho decides for her team, Ida holds licences, Dan is DPO, Zoe must see nothing.

    Built through the services (builders/house.py), so it has its trail like everything else.
    """
    return build_house()


@pytest.fixture
def client_for() -> Callable[[Any], WebClient]:
    """A web client signed in as that person."""

    def sign_in(user: Any) -> WebClient:
        client = WebClient()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def assert_flat_queries() -> Callable[..., None]:
    """Require as many statements with more rows as with few."""

    def check(get: Callable[[], Any], add_rows: Callable[[], Any]) -> None:
        get()  # what the first request alone does (content types, sessions) is not the list's
        few = _statements(get)
        add_rows()
        many = _statements(get)
        assert len(many) <= len(few), "\n".join(["grew with its rows:", *many])

    return check


def _statements(get: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        response = get()
    assert response.status_code == 200, response
    return [query["sql"] for query in captured.captured_queries]
