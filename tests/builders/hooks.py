"""A program that webhooks speak to: it keeps what it is sent, and answers as the test says, over HTTP."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from approvals.services import webhooks
from approvals.webhook_events import EVENTS, Form
from builders.clock import NOW
from people.models import User


@dataclass(frozen=True)
class Taken:
    """One POST that came in."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`status` and `answer` for every POST; `hangs` seconds before; `location` for a redirect."""

    port: int = 0
    status: int = 204
    answer: bytes = b""
    location: str = ""
    retry_after: str = ""
    hangs: float = 0.0
    hangs_up: bool = False
    taken: list[Taken] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/T0/B0/s3cr3t-pa7h?sig=abcdefgh"


class _Handler(BaseHTTPRequestHandler):
    receiver: Receiver

    def do_POST(self) -> None:
        receiver = self.receiver
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        receiver.taken.append(Taken(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
        time.sleep(receiver.hangs)
        if receiver.hangs_up:
            self.close_connection = True
            return
        self.send_response(receiver.status)
        for name, value in (("Location", receiver.location), ("Retry-After", receiver.retry_after)):
            if value:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(receiver.answer)))
        self.end_headers()
        self.wfile.write(receiver.answer)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing: the test looks at what was taken."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gave up waiting breaks off: that is what this server is for."""


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    handler = type("Handler", (_Handler,), {"receiver": receiver})
    with _Server(("127.0.0.1", 0), handler) as server:
        receiver.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield receiver
        server.shutdown()


def wanted(address: str, **changes: Any) -> webhooks.Wanted:
    given = {"label": "Canal #ia", "form": Form.JSON, "language": "fr", "events": list(EVENTS)}
    return webhooks.Wanted(**{**given, "address": address, **changes})


def a_webhook(by: User, address: str, **changes: Any) -> tuple[Any, str]:
    """A webhook to that address, hearing everything, and its secret."""
    return webhooks.add(wanted(address, **changes), by=by, now=NOW)
