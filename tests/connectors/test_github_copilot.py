"""GitHub Copilot's seats over real HTTP, as documented and as warned of."""

import json
from datetime import UTC, date, datetime

import pytest

from builders.vendor_answers import Reply, seat, seats
from catalog.connectors import Capability, FailureClass, Precision, SeatRow, SeatState, VendorFailure
from catalog.connectors.paging import MAX_NOTES, MAX_PAGES

LIST = "/orgs/etech/copilot/billing/seats"


def _ids(rows):
    return [row.vendor_account_id for row in rows]


def _failure(connector) -> VendorFailure:
    with pytest.raises(VendorFailure) as failed:
        list(connector.fetch_seats())
    return failed.value


def test_every_page_is_read_to_the_last_by_its_links_alone(vendor, connect):
    vendor.play("three_pages")
    connector = connect()
    rows = list(connector.fetch_seats())

    assert _ids(rows) == [str(4_410_000 + n) for n in range(1, 32)]
    assert vendor.paths == [f"{LIST}?per_page=100", *[f"{LIST}?per_page=100&page={p}" for p in (2, 3)]]
    assert connector.facts.pages == 3
    assert connector.facts.rows == 31
    assert connector.facts.vendor_total == 31
    assert connector.facts.is_complete
    assert connector.facts.notes == ()


def test_the_next_link_is_followed_as_it_is_written(vendor, connect):
    written = f"{vendor.url}{LIST}?after=Y3Vyc29yOjE%3D&odd=a,b;c"
    vendor.link = lambda v, page: f'<{written}>; rel="next"'
    vendor.fault(lambda v, p: v.seat_page(1), path="/seats", times=1)
    vendor.fault(Reply(body={"total_seats": 32, "seats": [seat(32)]}), path="/seats")
    list(connect().fetch_seats())

    assert vendor.paths[1] == written.removeprefix(vendor.url)


def test_requests_carry_what_github_asks_for(vendor, connect):
    list(connect().fetch_seats())
    headers = vendor.seen[0].headers

    assert headers["authorization"] == f"Bearer {vendor.token}"
    assert headers["accept"] == "application/vnd.github+json"
    assert headers["x-github-api-version"] == "2026-03-10"
    assert headers["user-agent"].startswith("etech-portail-ia/")
    assert headers["host"] == f"127.0.0.1:{vendor.port}"
    assert headers["accept-encoding"] == "gzip"
    assert "cookie" not in headers


def test_a_row_says_what_the_vendor_said(vendor, connect):
    vendor.seats = [seat(1, login="m-rossi", id=4410233, email="M.Rossi@Etech.example ")]

    assert list(connect().fetch_seats()) == [
        SeatRow(
            vendor_account_id="4410233",
            login="m-rossi",
            email="m.rossi@etech.example",
            product="copilot",
            kind="licence",
            state=SeatState.ACTIVE,
            assigned_at=datetime(2026, 2, 3, 9, 15, tzinfo=UTC),
            last_used_at=datetime(2026, 11, 18, 15, 40, 12, tzinfo=UTC),
            last_used_precision=Precision.INSTANT,
            last_authenticated_at=datetime(2026, 11, 18, 7, 58, tzinfo=UTC),
            plan="business",
            via=("platform",),
        )
    ]


def test_the_quirks_of_the_documentation_are_kept_apart(vendor, connect):
    vendor.play("quirks")
    connector = connect()
    idle, ending, nobody, bare, odd, renamed = connector.fetch_seats()

    assert idle.last_used_at is None
    assert (ending.state, ending.ends_on) == (SeatState.PENDING_CANCELLATION, date(2026, 12, 1))
    assert (nobody.vendor_account_id, nobody.login) == ("", "")
    assert (bare.plan, bare.via) == ("", ())
    assert odd.plan == "galactic"
    assert renamed.key == idle.key
    assert {note.code for note in connector.facts.notes} == {
        "no_holder", "two_logins", "unknown_plan", "unknown_field"}  # fmt: skip
    said = " ".join(note.message for note in connector.facts.notes)
    assert "4410001" in said
    assert "dev-00001" in said
    assert "renamed" in said
    assert "galactic" in said
    assert "new_thing" in said


def test_a_person_on_two_pages_comes_on_two_rows(vendor, connect):
    vendor.play("duplicate_people")
    rows = list(connect().fetch_seats())
    twice = [row for row in rows if row.login == "dev-00002"]

    assert len(rows) == 26
    assert [row.via for row in twice] == [("platform",), ("data",)]
    assert twice[1].last_used_at is None


def test_ten_thousand_seats_are_read(vendor, connect, hourglass):
    vendor.play("ten_thousand")
    connector = connect()

    assert len(set(_ids(connector.fetch_seats()))) == 10_000
    assert connector.facts.pages == 100
    assert hourglass.waits == []


def test_an_empty_list_is_complete_and_keeps_the_vendor_s_total(vendor, connect):
    vendor.play("empty_with_total")
    connector = connect()

    assert list(connector.fetch_seats()) == []
    assert connector.facts.vendor_total == 31
    assert connector.facts.is_complete


def test_compressed_pages_are_read(vendor, connect):
    vendor.play("zipped")

    assert len(list(connect().fetch_seats())) == 31


def test_a_page_that_moved_on_the_same_host_is_followed(vendor, connect):
    vendor.play("moved")

    assert len(list(connect().fetch_seats())) == 31


def test_the_digest_tells_two_readings_apart(vendor, connect):
    first, second, third = connect(), connect(), connect()
    list(first.fetch_seats())
    list(second.fetch_seats())
    vendor.seats = [*seats(30), seat(31, last_activity_at=None)]
    list(third.fetch_seats())

    assert first.facts.digest == second.facts.digest != third.facts.digest
    assert len(first.facts.digest) == 64


def test_rows_come_before_the_next_page_is_asked_for(vendor, connect):
    vendor.play("three_pages")
    connector = connect()
    rows = connector.fetch_seats()
    for _ in range(12):
        next(rows)

    assert len(vendor.seen) == 1
    assert not connector.facts.is_complete


def test_a_second_reading_starts_anew(vendor, connect):
    connector = connect()
    list(connector.fetch_seats())
    list(connector.fetch_seats())

    assert (connector.facts.pages, connector.facts.rows) == (1, 31)


def test_a_total_that_moves_between_pages_is_noted(vendor, connect):
    def growing(v, page):
        reply = v.seat_page(page)
        return Reply(body=reply.body | {"total_seats": 31 + page}, headers=reply.headers)

    vendor.play("three_pages")
    vendor.fault(growing, path="/seats")
    connector = connect()
    list(connector.fetch_seats())

    assert connector.facts.vendor_total == 34
    assert [note.code for note in connector.facts.notes] == ["total_moved", "total_moved"]


def test_a_list_without_a_total_is_read_and_noted(vendor, connect):
    vendor.fault(Reply(body={"seats": seats(2)}), path="/seats")
    connector = connect()

    assert len(list(connector.fetch_seats())) == 2
    assert connector.facts.vendor_total is None
    assert [note.code for note in connector.facts.notes] == ["no_total"]


def test_a_report_stays_readable_whatever_the_vendor_invents(vendor, connect):
    vendor.seats = [seat(n, **{f"field_{n}": n}) for n in range(1, 60)]
    connector = connect()
    list(connector.fetch_seats())

    assert len(connector.facts.notes) == MAX_NOTES + 1
    assert "39" in connector.facts.notes[-1].message


@pytest.mark.parametrize(
    ("page", "field"),
    [
        ([], "$"),
        ("seats", "$"),
        (None, "$"),
        ({"total_seats": 1}, "seats"),
        ({"total_seats": 1, "seats": None}, "seats"),
        ({"total_seats": 1, "seats": {}}, "seats"),
        ({"total_seats": 1, "seats": ["m-rossi"]}, "seats[0]"),
        ({"total_seats": 1, "seats": [seat(1), None]}, "seats[1]"),
        ({"total_seats": "1", "seats": []}, "total_seats"),
        ({"total_seats": True, "seats": []}, "total_seats"),
        ({"total_seats": -1, "seats": []}, "total_seats"),
        ({"total_seats": 1.5, "seats": []}, "total_seats"),
        ({"total_seats": 1, "seats": [seat(1, assignee=[])]}, "seats[0].assignee"),
        ({"total_seats": 1, "seats": [seat(1, assignee={})]}, "seats[0].assignee.id"),
        ({"total_seats": 1, "seats": [seat(1, assignee={"id": None})]}, "seats[0].assignee.id"),
        ({"total_seats": 1, "seats": [seat(1, assignee={"id": 0})]}, "seats[0].assignee.id"),
        ({"total_seats": 1, "seats": [seat(1, assignee={"id": " "})]}, "seats[0].assignee.id"),
        ({"total_seats": 1, "seats": [seat(1, assignee={"id": 1, "login": 5})]}, "seats[0].assignee.login"),
        ({"total_seats": 1, "seats": [seat(1, created_at="yesterday")]}, "seats[0].created_at"),
        ({"total_seats": 1, "seats": [seat(1, last_activity_at=0)]}, "seats[0].last_activity_at"),
        ({"total_seats": 1, "seats": [seat(1, last_activity_at="")]}, "seats[0].last_activity_at"),
        ({"total_seats": 1, "seats": [seat(1, assigning_team="x")]}, "seats[0].assigning_team"),
        ({"total_seats": 1, "seats": [seat(1, plan_type=3)]}, "seats[0].plan_type"),
        (
            {"total_seats": 1, "seats": [seat(1, pending_cancellation_date="2026-13-01")]},
            "seats[0].pending_cancellation_date",
        ),
    ],
)
def test_a_page_that_is_not_as_agreed_is_asked_for_once_more_and_names_its_field(
    vendor, connect, page, field
):
    vendor.fault(Reply(body=page), path="/seats")
    failure = _failure(connect())

    assert failure.failure is FailureClass.CONTRACT
    assert failure.field == field
    assert field in failure.message
    assert failure.page == 1
    assert len(vendor.seen) == 2


def test_texts_that_a_database_cannot_keep_are_mended(vendor, connect):
    body = json.dumps({"total_seats": 1, "seats": [seat(1, login="a\0b\ud800c" + "x" * 999)]})
    vendor.fault(Reply(body=body.encode()), path="/seats")
    (row,) = connect().fetch_seats()

    assert row.login.startswith("a\ufffdb\ufffdc")
    assert len(row.login) == 255
    row.login.encode()


def test_a_day_with_a_time_and_a_time_with_a_zone_are_understood(vendor, connect):
    vendor.seats = [
        seat(
            1, pending_cancellation_date="2027-01-01T00:00:00Z", last_activity_at="2026-12-31T23:30:00-01:00"
        )
    ]
    (row,) = connect().fetch_seats()

    assert row.ends_on == date(2027, 1, 1)
    assert row.last_used_at == datetime(2027, 1, 1, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("scenario", ["repeated_cursor", "repeated_page"])
def test_a_list_that_turns_in_circles_is_stopped(vendor, connect, scenario):
    vendor.play(scenario)
    connector = connect()
    failure = _failure(connector)

    assert failure.failure is FailureClass.CONTRACT
    assert len(vendor.seen) < 5
    assert not connector.facts.is_complete


def test_a_list_without_an_end_is_stopped(vendor, connect):
    vendor.play("endless")
    connector = connect()
    connector.max_pages = 40
    failure = _failure(connector)

    assert MAX_PAGES == 5000
    assert failure.failure is FailureClass.CONTRACT
    assert failure.page == 41
    assert len(vendor.seen) == 40
    assert not connector.facts.is_complete


def test_bought_is_the_total_of_the_breakdown_and_nothing_is_added_up(vendor, connect):
    vendor.purchased = 31

    assert connect().fetch_purchased() == 31
    assert vendor.paths == ["/orgs/etech/copilot/billing"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "seat_breakdown"),
        ({"seat_breakdown": None}, "seat_breakdown"),
        ({"seat_breakdown": {}}, "seat_breakdown.total"),
        ({"seat_breakdown": {"total": "31"}}, "seat_breakdown.total"),
        ({"seat_breakdown": {"total": None}}, "seat_breakdown.total"),
    ],
)
def test_a_bought_number_that_is_missing_is_never_zero(vendor, connect, body, field):
    vendor.fault(Reply(body=body))
    with pytest.raises(VendorFailure) as failed:
        connect().fetch_purchased()

    assert failed.value.field == field


def test_a_check_is_one_cheap_call_that_names_the_plan(vendor, connect):
    health = connect().check()

    assert health.is_ok
    assert health.detail == "business"
    assert [seen.method for seen in vendor.seen] == ["GET"]
    assert vendor.paths == ["/orgs/etech/copilot/billing"]


def test_a_check_answers_what_is_missing(vendor, connect):
    vendor.play("missing_right")
    health = connect().check()

    assert not health.is_ok
    assert health.failure_class is FailureClass.MISSING_RIGHT
    assert "organization_copilot_seat_management=read" in health.missing
    assert "organization_copilot_seat_management=read" in health.message


@pytest.mark.parametrize(
    "organisation", ["", "a/b", "../etech", "etech?x", "étech", "a b", "-etech", "a" * 200, "e\n"]
)
def test_an_organisation_that_is_no_name_is_refused_before_any_request(vendor, connect, organisation):
    with pytest.raises(VendorFailure) as refused:
        connect(organisation=organisation)

    assert refused.value.failure is FailureClass.WRONG_ORGANISATION
    assert vendor.seen == []


def test_what_the_interface_cannot_do_is_not_promised(connect):
    assert connect().capabilities == {Capability.SEATS_PURCHASED, Capability.SEATS, Capability.LAST_USED}
