"""Calling the API as somebody, with a token that was made through the service."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.test import Client as WebClient

from builders.clock import NOW, TODAY
from people.access import Scope
from people.models import User
from people.services import tokens

EVERYTHING = tuple(Scope)
QUESTION = {
    "id": 1, "levels": ["internal"], "tool_class": "t1", "client_policy": "none", "evidence": [],
}  # fmt: skip
ANSWERS = {"id": 1, "answers": {"q_system": "rules"}}


def bearer(user: User, scopes: Collection[str] = EVERYTHING, **given: Any) -> dict[str, str]:
    """The header of a fresh token of that person."""
    options = {"label": "Essai", "expires_on": TODAY + timedelta(days=30), "by": user, "now": NOW, **given}
    _token, secret = tokens.make(user, scopes=scopes, **options)
    return {"Authorization": f"Bearer {secret}"}


class Caller:
    """Somebody with a token: `get` and `post` under /api/v1/."""

    def __init__(self, user: User, scopes: Collection[str] = EVERYTHING) -> None:
        self.web = WebClient()
        self.headers = bearer(user, scopes)

    def get(self, path: str, params: Any = None, **headers: str) -> Any:
        return self.web.get(f"/api/v1/{path}", params, headers=self.headers | headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        content = "application/json"
        return self.web.post(f"/api/v1/{path}", body, content_type=content, headers=self.headers | headers)

    def rows(self, path: str, **params: Any) -> list[dict[str, Any]]:
        """The lines of a list that must answer."""
        answer = self.get(path, params)
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]
