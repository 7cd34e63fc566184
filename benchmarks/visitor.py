"""A signed-in visitor on one connection: `http.client`, keep-alive when the server agrees."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

TOKEN = "t" * 32  # a CSRF secret of the visitor's own: cookie and form must agree, nothing more
HTMX = {"HX-Request": "true"}


class Unexpected(Exception):
    """A page answered otherwise than it must for its time to mean anything."""


@dataclass
class Visitor:
    """`get` and `post` return the body; any status but the one expected raises Unexpected."""

    port: int
    cookie: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        self._always = {
            "Cookie": f"{self.cookie}; csrftoken={TOKEN}",
            "Origin": f"https://127.0.0.1:{self.port}",
            **self.headers,
        }

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> bytes:
        return self._ask("GET", path, None, {**self._always, **(headers or {})}, 200)

    def post(self, path: str, form: Mapping[str, str]) -> bytes:
        """A form that succeeds answers with a redirect."""
        body = urlencode({**form, "csrfmiddlewaretoken": TOKEN})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, {**self._always, **kind}, 303)

    def ask_api(self, path: str, question: object, token: str) -> bytes:
        """One JSON object to the API, as whoever holds the token."""
        headers = {**self.headers, "Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        return self._ask("POST", path, json.dumps(question), headers, 200)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str], wanted: int) -> bytes:
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            content = response.read()
        except (HTTPException, OSError):
            self._connection.close()  # the next request opens another
            raise
        if response.status != wanted and (wanted, response.status) != (303, 302):
            raise Unexpected(f"{method} {path}: {response.status} {content[:400]!r}")
        return content
