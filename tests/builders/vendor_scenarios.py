"""What the vendor of the tests can play. The first line of each says what happens."""

import gzip
import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

from builders.vendor_answers import Reply, error, seat, seats

if TYPE_CHECKING:
    from builders.vendor_server import Vendor

Play = Callable[["Vendor"], None]
SCENARIOS: dict[str, Play] = {}


def _scenario(function: Play) -> Play:
    SCENARIOS[function.__name__] = function
    return function


def _paged(vendor: "Vendor") -> None:
    vendor.page_size = 12


@_scenario
def one_page(vendor: "Vendor") -> None:
    """31 seats on one page."""


@_scenario
def three_pages(vendor: "Vendor") -> None:
    """31 seats on three pages."""
    _paged(vendor)


@_scenario
def ten_thousand(vendor: "Vendor") -> None:
    """10,000 seats on 100 pages."""
    vendor.seats = seats(10_000)


@_scenario
def empty(vendor: "Vendor") -> None:
    """No seat, and a total of none."""
    vendor.seats = []


@_scenario
def empty_with_total(vendor: "Vendor") -> None:
    """No seat, although the total says 31: not to be believed."""
    vendor.seats, vendor.total, vendor.purchased = [], 31, 31


@_scenario
def total_differs(vendor: "Vendor") -> None:
    """31 people, and a total of 40."""
    vendor.total = 40


@_scenario
def half_gone(vendor: "Vendor") -> None:
    """Only 15 of the 31 seats are left: a drop that somebody should look at."""
    vendor.seats = seats(15)


@_scenario
def duplicate_people(vendor: "Vendor") -> None:
    """Two people again on another page, by another team; the newer last use is on page 3."""
    _paged(vendor)
    again = seat(2, assigning_team={"id": 78, "slug": "data", "name": "Data"}, last_activity_at=None)
    newer = seat(3, assigning_team={"id": 78, "slug": "data", "name": "Data"},
                 last_activity_at="2026-11-23T09:00:00Z")  # fmt: skip
    vendor.seats = [*seats(24), again, newer]


@_scenario
def quirks(vendor: "Vendor") -> None:
    """What the documentation warns of: no holder, no plan, no last use, a seat that ends, two logins."""
    bare = seat(4)
    del bare["plan_type"], bare["assigning_team"]
    vendor.seats = [
        seat(1, last_activity_at=None),
        seat(2, pending_cancellation_date="2026-12-01"),
        seat(3, assignee=None),
        bare,
        seat(5, plan_type="galactic", new_thing=1),
        seat(6, id=4_410_001, login="renamed"),
    ]


@_scenario
def failure_on_page_2(vendor: "Vendor") -> None:
    """Page 2 always answers 500."""
    _paged(vendor)
    vendor.fault(error(500, "Server Error"), page=2)


@_scenario
def failure_on_page_3(vendor: "Vendor") -> None:
    """Page 3 always answers 502, in HTML."""
    _paged(vendor)
    vendor.fault(Reply(502, b"<html>Bad gateway</html>", {"Content-Type": "text/html"}), page=3)


@_scenario
def hiccup(vendor: "Vendor") -> None:
    """Page 2 answers 503 once, then as it should."""
    _paged(vendor)
    vendor.fault(error(503, "Service Unavailable"), page=2, times=1)


@_scenario
def hangs_up(vendor: "Vendor") -> None:
    """Page 2 closes the connection without an answer."""
    _paged(vendor)
    vendor.fault(Reply(hangs_up=True), page=2)


@_scenario
def rate_limited_seconds(vendor: "Vendor") -> None:
    """Page 2 answers 429 once, with Retry-After: 2."""
    _paged(vendor)
    vendor.fault(error(429, "You have exceeded a rate limit.", Retry_After="2"), page=2, times=1)


@_scenario
def rate_limited_date(vendor: "Vendor") -> None:
    """Page 2 answers 429 once, with Retry-After as a date in three seconds."""

    def reply(_vendor: "Vendor", _page: int) -> Reply:
        moment = datetime.now(UTC) + timedelta(seconds=3)
        return error(429, "You have exceeded a rate limit.", Retry_After=format_datetime(moment, usegmt=True))

    _paged(vendor)
    vendor.fault(reply, page=2, times=1)


@_scenario
def rate_limited_for_an_hour(vendor: "Vendor") -> None:
    """Page 2 always answers 429 with Retry-After: 3600: the run has to come back later."""
    _paged(vendor)
    vendor.fault(error(429, "You have exceeded a rate limit.", Retry_After="3600"), page=2)


@_scenario
def primary_limit(vendor: "Vendor") -> None:
    """403 with nothing remaining; the limit is renewed in half an hour."""

    def reply(_vendor: "Vendor", _page: int) -> Reply:
        reset = str(int(time.time()) + 1800)
        said = error(403, "API rate limit exceeded for user ID 1.", x_ratelimit_reset=reset)
        return replace(said, headers=said.headers | {"x-ratelimit-remaining": "0"})

    vendor.fault(reply)


@_scenario
def secondary_limit(vendor: "Vendor") -> None:
    """403 whose text alone says that it is a limit."""
    vendor.fault(error(403, "You have exceeded a secondary rate limit. Please wait a few minutes."))


@_scenario
def missing_right(vendor: "Vendor") -> None:
    """403 that names the missing right."""
    named = "organization_copilot_seat_management=read; organization_administration=read"
    vendor.fault(error(403, "Resource not accessible by personal access token",
                       X_Accepted_GitHub_Permissions=named))  # fmt: skip


@_scenario
def bad_token(vendor: "Vendor") -> None:
    """401 for everybody."""
    vendor.fault(error(401, "Bad credentials"))


@_scenario
def unknown_organisation(vendor: "Vendor") -> None:
    """404: no such organisation, or no access to it."""
    vendor.fault(error(404, "Not Found"))


@_scenario
def unprocessable(vendor: "Vendor") -> None:
    """422 with its list of errors."""
    body = {"message": "Validation Failed", "errors": [{"code": "invalid"}], "status": "422"}
    vendor.fault(Reply(422, body))


@_scenario
def cut_body(vendor: "Vendor") -> None:
    """Page 2 announces more bytes than it sends."""
    _paged(vendor)
    vendor.fault(lambda v, p: replace(v.seat_page(p), cut=500), page=2)


@_scenario
def slow_drip(vendor: "Vendor") -> None:
    """Page 2 sends a byte now and then, for ever."""
    _paged(vendor)
    vendor.fault(Reply(body=b"{", drip=0.01), page=2)


@_scenario
def slow_headers(vendor: "Vendor") -> None:
    """Page 2 never ends its headers."""
    _paged(vendor)
    vendor.fault(Reply(body=b"{", drip=0.01, drips_headers=True), page=2)


@_scenario
def html(vendor: "Vendor") -> None:
    """200 with a page for people."""
    vendor.fault(Reply(200, b"<!doctype html><title>Maintenance</title>", {"Content-Type": "text/html"}))


@_scenario
def cut_json(vendor: "Vendor") -> None:
    """Page 2 is 200 with half a JSON text, honestly announced."""

    def reply(vendor: "Vendor", page: int) -> Reply:
        whole = json.dumps(vendor.seat_page(page).body).encode()
        return Reply(body=whole[: len(whole) // 2])

    _paged(vendor)
    vendor.fault(reply, page=2)


@_scenario
def missing_list(vendor: "Vendor") -> None:
    """200 without the list."""
    vendor.fault(Reply(body={"total_seats": 31}), page=1)


@_scenario
def wrong_type(vendor: "Vendor") -> None:
    """200 whose list is an object."""
    vendor.fault(Reply(body={"total_seats": 31, "seats": {"1": seat(1)}}), page=1)


@_scenario
def gzip_bomb(vendor: "Vendor") -> None:
    """Page 1 is small on the way and 64 MB unfolded."""
    packed = gzip.compress(b" " * 64 * 1024**2, compresslevel=9)
    vendor.fault(Reply(body=packed, headers={"Content-Encoding": "gzip"}), page=1)


@_scenario
def zipped(vendor: "Vendor") -> None:
    """Three pages, compressed as usual."""

    def reply(vendor: "Vendor", page: int) -> Reply:
        plain = vendor.seat_page(page)
        packed = gzip.compress(json.dumps(plain.body).encode())
        return Reply(body=packed, headers=plain.headers | {"Content-Encoding": "gzip"})

    _paged(vendor)
    vendor.fault(reply, path="/seats")


@_scenario
def endless(vendor: "Vendor") -> None:
    """Every page has other seats and a next one."""

    def reply(vendor: "Vendor", page: int) -> Reply:
        link = f'<{vendor.page_url(page + 1)}>; rel="next"'
        return Reply(body={"total_seats": 31, "seats": [seat(page)]}, headers={"Link": link})

    vendor.fault(reply, path="/seats")


@_scenario
def repeated_cursor(vendor: "Vendor") -> None:
    """Page 2 points to itself."""
    _paged(vendor)
    vendor.link = lambda v, page: f'<{v.page_url(2)}>; rel="next"'


@_scenario
def repeated_page(vendor: "Vendor") -> None:
    """Every page has another address and the same seats."""
    _paged(vendor)
    vendor.fault(lambda v, p: Reply(body=v.seat_page(1).body, headers=v._link(p)), path="/seats")


@_scenario
def off_host_link(vendor: "Vendor") -> None:
    """Page 1 says that page 2 is on another host."""
    _paged(vendor)
    vendor.link = lambda v, page: '<https://elsewhere.example/seats?page=2>; rel="next"'


@_scenario
def off_host_redirect(vendor: "Vendor") -> None:
    """Every request is sent to another host."""
    vendor.fault(Reply(302, {}, {"Location": "https://elsewhere.example/"}))


@_scenario
def redirect_loop(vendor: "Vendor") -> None:
    """Every request is sent to itself."""
    vendor.fault(lambda v, p: Reply(307, {}, {"Location": v.page_url(p)}))


@_scenario
def moved(vendor: "Vendor") -> None:
    """The organisation was renamed: the list is elsewhere on the same host, as GitHub does."""
    _paged(vendor)
    vendor.fault(lambda v, p: Reply(301, {}, {"Location": v.page_url(p)}), page=1, times=1)


@_scenario
def not_modified(vendor: "Vendor") -> None:
    """304 although nobody said what they have."""
    vendor.fault(Reply(304, b""))
