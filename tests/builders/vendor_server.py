"""A vendor on this machine: answers over real HTTP as GitHub documents, and fails on request.

In a test:

    with vendor_server("three_pages") as vendor:
        open_connector("github_copilot", base_url=vendor.url, organisation=vendor.organisation,
                       secret=vendor.token, allow_loopback=True)
        vendor.play("failure_on_page_3")      # from now on
        vendor.seats = seats(12)              # the list itself
        vendor.fault(Reply(500), page=2, times=1)
        vendor.seen                           # every request that came in

By hand, from the root of the checkout (every scenario with `--list`):

    PYTHONPATH=tests python -m builders.vendor_server --port 8899 --scenario three_pages

    export ETECH_ALLOW_LOOPBACK_VENDORS=1 COPILOT_TOKEN=ghp_demonstration_0123456789
    ./manage.py connect_vendor github_copilot --base-url http://127.0.0.1:8899 \\
        --org etech --credential-env COPILOT_TOKEN
    ./manage.py sync_vendor github_copilot --dry-run

`--holders a@etech.example,b@etech.example` gives the first seats to those people, with their addresses. A
scenario can be changed while it runs: `curl -X PUT http://127.0.0.1:8899/_scenario/failure_on_page_3`.
"""

import argparse
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from builders.vendor_answers import Reply, error, seat, seats
from builders.vendor_scenarios import SCENARIOS

TOKEN = "ghp_demonstration_0123456789"
ORGANISATION = "etech"


@dataclass(frozen=True)
class Seen:
    """One request that came in."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""


@dataclass
class _Fault:
    reply: Reply | Callable[["Vendor", int], Reply]
    page: int | None
    times: int
    path: str


class Vendor:
    """What the server knows and does; changed by the test while it runs."""

    def __init__(self, scenario: str = "one_page") -> None:
        self.token = TOKEN
        self.organisation = ORGANISATION
        self.port = 0
        self.scheme = "http"
        self.host = "127.0.0.1"
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.seen: list[Seen] = []
        self.holders: list[str] = []
        self.play(scenario)

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.path for request in self.seen]

    def play(self, scenario: str) -> "Vendor":
        """Forget faults and lists, and set that scenario. Raises KeyError."""
        self.faults: list[_Fault] = []
        self.seats = seats(31)
        self.page_size = 100
        self.total: int | None = None  # None: as many as there are different people
        self.purchased: int | None = None
        self.link: Callable[[Vendor, int], str] | None = None
        SCENARIOS[scenario](self)
        for number, email in enumerate(self.holders[: len(self.seats)]):
            login = email.partition("@")[0].replace(".", "-")
            self.seats[number] = seat(number + 1, login=login, email=email)
        return self

    def fault(
        self,
        reply: "Reply | Callable[[Vendor, int], Reply]",
        *,
        page: int | None = None,
        times: int = 10**9,
        path: str = "/copilot/billing",
    ) -> None:
        """Answer so instead, for that page of the list (None: for every request with `path` in it)."""
        self.faults.append(_Fault(reply, page, times, path))

    def answer(self, path: str, query: dict[str, list[str]]) -> Reply:
        """The documented answer, or the fault that comes first."""
        page = int(query.get("page", ["1"])[0])
        is_list = path.endswith("/seats")
        with self.lock:
            for fault in self.faults:
                if fault.times and fault.path in path and fault.page in {None, page if is_list else None}:
                    fault.times -= 1
                    return fault.reply if isinstance(fault.reply, Reply) else fault.reply(self, page)
        return self._documented(path, page)

    def _documented(self, path: str, page: int) -> Reply:
        billing = f"/orgs/{self.organisation}/copilot/billing"
        if path == billing:
            return Reply(body=self._billing())
        if path == f"{billing}/seats":
            return self.seat_page(page)
        return error(404, "Not Found")

    def _billing(self) -> dict[str, Any]:
        total = self.distinct if self.purchased is None else self.purchased
        breakdown = {"total": total, "added_this_cycle": 2, "pending_invitation": 1}
        breakdown |= {"pending_cancellation": 3, "active_this_cycle": 22, "inactive_this_cycle": 9}
        return {
            "seat_breakdown": breakdown,
            "seat_management_setting": "assign_selected",
            "plan_type": "business",
            "public_code_suggestions": "block",
            "ide_chat": "enabled",
            "platform_chat": "enabled",
            "cli": "disabled",
        }

    @property
    def distinct(self) -> int:
        ids = [(s["assignee"] or {}).get("id") for s in self.seats]
        return len({i for i in ids if i is not None}) + ids.count(None)

    def seat_page(self, page: int) -> Reply:
        """One page of the list with its Link header, whose addresses are absolute."""
        first = (page - 1) * self.page_size
        total = self.distinct if self.total is None else self.total
        body = {"total_seats": total, "seats": self.seats[first : first + self.page_size]}
        return Reply(body=body, headers=self._link(page))

    def _link(self, page: int) -> dict[str, str]:
        if self.link is not None:
            return {"Link": self.link(self, page)}
        last = max(1, -(-len(self.seats) // self.page_size))
        rels = [("prev", page - 1), ("next", page + 1), ("last", last), ("first", 1)]
        shown = [
            (r, p) for r, p in rels if (r in {"prev", "first"} and page > 1) or (p > page and page < last)
        ]
        link = ", ".join(f'<{self.page_url(p)}>; rel="{rel}"' for rel, p in shown)
        return {"Link": link} if link else {}

    def page_url(self, page: int) -> str:
        return f"{self.url}/orgs/{self.organisation}/copilot/billing/seats?per_page=100&page={page}"


class Handler(BaseHTTPRequestHandler):
    """HTTP around a `Vendor`: authorisation, rate headers, and the ways to break an answer."""

    protocol_version = "HTTP/1.1"
    server_version = "github.com"
    sys_version = ""
    timeout = 10
    disable_nagle_algorithm = True  # else each answer waits 40 ms for an acknowledgement
    vendor: Vendor

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        name = self.path.removeprefix("/_scenario/")
        known = name in SCENARIOS
        if known:
            self.vendor.play(name)
        self._send(Reply(200 if known else 404, {"scenario": name, "known": sorted(SCENARIOS)}))

    def log_message(self, format: str, *arguments: Any) -> None:
        if getattr(self.server, "talks", False):
            super().log_message(format, *arguments)

    def _serve(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.vendor.seen.append(Seen(self.command, self.path, headers, sent))
        self._send(self._refusal(headers) or self._answer())

    def _refusal(self, headers: dict[str, str]) -> Reply | None:
        if not headers.get("user-agent"):
            return error(403, "Request forbidden by administrative rules. Please send a User-Agent header.")
        if headers.get("authorization") != f"Bearer {self.vendor.token}":
            return error(401, "Bad credentials")
        return None

    def _answer(self) -> Reply:
        parts = urlsplit(self.path)
        return self.vendor.answer(parts.path, parse_qs(parts.query))

    def _send(self, reply: Reply) -> None:
        if reply.hangs_up:
            self.close_connection = True
            return
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        self._send_head(reply, body)
        if reply.drip:
            self._drip(reply.drip)
        else:
            self.wfile.write(body)
        if reply.cut or reply.drip:
            self.close_connection = True

    def _send_head(self, reply: Reply, body: bytes) -> None:
        self.send_response(reply.status)
        standard = {
            "Content-Type": "application/json; charset=utf-8",
            "Content-Length": str(len(body) + reply.cut + (10**6 if reply.drip else 0)),
            "X-GitHub-Api-Version-Selected": self.headers.get("X-GitHub-Api-Version", ""),
            "x-ratelimit-limit": "5000",
            "x-ratelimit-remaining": str(max(0, 5000 - len(self.vendor.seen))),
            "x-ratelimit-used": str(len(self.vendor.seen)),
            "x-ratelimit-reset": str(int(time.time()) + 3600),
            "x-ratelimit-resource": "core",
        }
        own = {name.lower() for name in reply.headers}
        for name, value in [(n, v) for n, v in standard.items() if n.lower() not in own] + [
            *reply.headers.items()
        ]:
            self.send_header(name, value)
        if reply.drips_headers:
            self._drip_headers(reply.drip)
        self.end_headers()

    def _drip(self, pause: float) -> None:
        while not self.vendor.stopping.wait(pause):
            self.wfile.write(b" ")

    def _drip_headers(self, pause: float) -> None:
        self.flush_headers()
        while not self.vendor.stopping.wait(pause):
            self.wfile.write(b"x")


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that stopping waits for them, and no socket is left open
    talks = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that leaves in the middle of an answer is what many scenarios are about."""


@contextmanager
def vendor_server(scenario: str = "one_page", *, tls: ssl.SSLContext | None = None, port: int = 0,
                  talks: bool = False) -> Iterator[Vendor]:  # fmt: skip
    """A vendor that listens on 127.0.0.1 until the block ends; with `tls`, over https."""
    vendor = Vendor(scenario)
    server = _Server(("127.0.0.1", port), type("BoundHandler", (Handler,), {"vendor": vendor}))
    server.talks = talks
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        vendor.scheme = "https"
    vendor.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield vendor
    finally:
        vendor.stopping.set()
        server.shutdown()
        thread.join()
        server.server_close()


def main() -> None:
    """Run by hand."""
    parser = argparse.ArgumentParser(description="A vendor on this machine.")
    parser.add_argument("--port", type=int, default=8899)
    parser.add_argument("--scenario", default="three_pages", choices=sorted(SCENARIOS))
    parser.add_argument("--holders", default="", help="addresses of the first holders, with commas")
    parser.add_argument("--list", action="store_true", help="say what there is to play")
    given = parser.parse_args()
    if given.list:
        print("\n".join(f"{name:26}{(do.__doc__ or '').strip()}" for name, do in SCENARIOS.items()))
        return
    with vendor_server(given.scenario, port=given.port, talks=True) as vendor:
        vendor.holders = [address for address in given.holders.split(",") if address]
        vendor.play(given.scenario)
        print(f"{vendor.url}  organisation {vendor.organisation}  token {vendor.token}  {given.scenario}")
        with suppress(KeyboardInterrupt):
            vendor.stopping.wait()


if __name__ == "__main__":
    main()
