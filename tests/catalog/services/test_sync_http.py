"""Readings over real HTTP, from a vendor on this machine that answers as documented."""

import logging
from collections.abc import Iterator

import pytest

from builders.clock import NOW, TODAY
from builders.connections import a_connection
from builders.vendor_answers import Reply, error, seat, seats
from builders.vendor_clock import Hourglass
from builders.vendor_server import Vendor, vendor_server
from catalog.models import Seat, StagedSeat, SyncRun, VendorSeat
from catalog.services import sync
from etech_ai.audit.models import Event
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job
from people.models import Notification


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    with vendor_server("three_pages") as running:
        yield running


@pytest.fixture
def connection(house, vendor, settings):
    settings.ALLOW_LOOPBACK_VENDORS = True
    vendor.holders = [house.ana.email, house.cho.email]
    vendor.play("three_pages")
    return a_connection(
        house, organisation=vendor.organisation, base_url=vendor.url, secret=vendor.token, owner=house.ida
    )


def _read(connection, hours=0.0, **options) -> SyncRun:
    glass = Hourglass()
    glass.passed = hours * 3600
    return sync.run(connection, now=glass.now, clock=glass.clock, **options)


def _figures(connection):
    """Everything that a failed reading must leave as it was."""
    line = connection.subscription
    line.refresh_from_db()
    names = ("vendor_account_id", "login", "person", "last_used_at", "missed_runs", "ended_at")
    return (
        list(connection.vendor_seats.order_by("pk").values_list(*names)),
        list(Seat.objects.order_by("pk").values_list("holder", "assigned_on", "released_on")),
        (line.vendor_count, line.vendor_counted_on),
    )


def test_three_pages_are_taken_in(house, vendor, connection):
    run = _read(connection)

    assert (run.state, run.pages, run.rows, run.seats) == ("done", 3, 31, 31)
    assert (run.purchased, run.vendor_total, run.new_count, run.unmatched_count) == (31, 31, 31, 29)
    assert len(run.digest) == 64
    assert {held.holder for held in Seat.objects.open()} == {house.ana, house.cho}
    house.subscription.refresh_from_db()
    assert (house.subscription.vendor_count, house.subscription.vendor_counted_on) == (31, TODAY)
    assert not StagedSeat.objects.exists()


def test_the_same_list_twice_changes_nothing_and_has_the_same_digest(vendor, connection):
    first = _read(connection)
    before = _figures(connection)

    second = _read(connection, hours=1)

    assert _figures(connection) == before
    assert second.digest == first.digest
    assert (second.new_count, second.changed_count, second.missing_count) == (0, 0, 0)


@pytest.mark.parametrize("scenario", ["failure_on_page_2", "failure_on_page_3", "hangs_up", "cut_body"])
def test_a_list_that_breaks_off_ends_no_seat_and_leaves_every_figure(vendor, connection, scenario):
    _read(connection)
    before = _figures(connection)
    vendor.play(scenario)

    run = _read(connection, hours=24)

    assert run.state == "failed"
    assert run.page in (2, 3)
    assert _figures(connection) == before
    assert not StagedSeat.objects.exists()
    connection.refresh_from_db()
    assert connection.last_success_at < connection.last_tried_at
    assert connection.problem


def test_a_list_that_broke_off_twice_has_missed_nobody(vendor, connection):
    """Seats of the pages that were not read must not count as missed, however often it happens."""
    _read(connection)
    vendor.play("failure_on_page_3")
    for hours in (24, 48, 72):
        _read(connection, hours=hours)

    assert set(connection.vendor_seats.values_list("missed_runs", "ended_at")) == {(0, None)}
    connection.refresh_from_db()
    assert (connection.state, connection.failures) == ("failing", 3)


def test_one_outage_degrades_and_a_good_run_heals(vendor, connection):
    vendor.play("failure_on_page_3")
    _read(connection)
    connection.refresh_from_db()
    assert connection.state == "degraded"

    vendor.play("three_pages")
    _read(connection, hours=24)

    connection.refresh_from_db()
    assert (connection.state, connection.failures, connection.problem) == ("ok", 0, "")


def test_a_person_on_two_pages_is_one_seat_with_two_teams_and_the_newer_use(vendor, connection):
    vendor.play("duplicate_people")

    run = _read(connection)

    assert (run.state, run.rows, run.seats) == ("done", 26, 24)
    third = connection.vendor_seats.get(last_used_at__day=23)
    assert len(third.via) == 2


def test_the_documented_quirks_are_taken_in_with_their_notes(vendor, connection):
    vendor.play("quirks")

    run = _read(connection)

    assert (run.state, run.vendor_total, run.seats) == ("done", run.seats, run.vendor_total)
    codes = [note["code"] for note in run.report["notes"]]
    assert len(codes) == len(set(codes)) and "no_holder" in codes


@pytest.mark.parametrize("scenario", ["rate_limited_seconds", "rate_limited_date", "hiccup"])
def test_a_short_wait_is_waited_for(vendor, connection, scenario):
    vendor.play(scenario)

    assert _read(connection).state == "done"


def test_a_long_wait_is_put_off_and_degrades_at_the_third_time(vendor, connection):
    vendor.play("rate_limited_for_an_hour")
    states = []
    for hours in (0, 2, 4):
        run = _read(connection, hours=hours)
        connection.refresh_from_db()
        states.append(connection.state)

    assert (run.state, run.failure) == ("failed", "rate_limit")
    assert states == ["never_run", "never_run", "degraded"]


def test_a_job_that_meets_a_rate_limit_is_put_off_until_the_vendor_answers_again(vendor, connection):
    vendor.play("rate_limited_for_an_hour")
    job = queue.enqueue("catalog.sync_connection", key="k", payload={"connection": connection.pk})

    queue.run(job.pk, job.run_after)

    job.refresh_from_db()
    assert job.state == "ready"
    assert job.run_after > job.created_at
    assert vendor.token not in job.error


def test_a_refused_credential_stops_pauses_and_tells_owner_and_administrators_once(house, vendor, connection):
    _read(connection)
    before = _figures(connection)
    vendor.play("bad_token")
    asked = len(vendor.seen)

    run = _read(connection, hours=24)
    _read(connection, hours=25)

    assert (run.state, run.failure) == ("failed", "credential")
    assert len(vendor.seen) - asked == 2, "one call for each run: nothing is retried"
    assert _figures(connection) == before
    connection.refresh_from_db()
    assert connection.state == "action_needed" and connection.next_due_at is None
    told = Notification.objects.filter(event="connection.action_needed")
    assert {note.user for note in told} == {house.ida, house.adi} and told.count() == 2


def test_a_missing_right_is_named(vendor, connection):
    vendor.play("missing_right")

    _read(connection)

    connection.refresh_from_db()
    assert connection.state == "action_needed"
    assert "organization_copilot_seat_management=read" in connection.missing


def test_an_organisation_that_is_not_found_is_never_an_empty_list(vendor, connection):
    _read(connection)
    before = _figures(connection)
    vendor.play("unknown_organisation")

    run = _read(connection, hours=24)

    assert (run.state, run.failure) == ("failed", "wrong_organisation")
    assert _figures(connection) == before


def test_a_link_to_another_host_is_not_followed_and_stands_in_the_trail(vendor, connection):
    _read(connection)
    before = _figures(connection)
    vendor.play("three_pages")
    vendor.link = lambda _vendor, _page: '<https://evil.example/steal?page=2>; rel="next"'

    run = _read(connection, hours=24)

    assert (run.state, run.failure) == ("failed", "redirect")
    assert _figures(connection) == before
    connection.refresh_from_db()
    assert connection.state == "failing"
    event = Event.objects.get(name="security.vendor_address_refused")
    assert event.subject_ref == connection.reference


@pytest.mark.parametrize("scenario", ["empty", "empty_with_total", "total_differs"])
def test_a_list_that_cannot_be_believed_waits_for_a_person(vendor, connection, scenario):
    _read(connection)
    before = _figures(connection)
    vendor.play(scenario)

    run = _read(connection, hours=24)

    assert run.state == "needs_review"
    assert _figures(connection) == before
    connection.refresh_from_db()
    assert connection.state == "action_needed"


def test_a_drop_by_half_is_marked_first_and_waits_for_a_person_the_second_time(vendor, connection):
    _read(connection)
    vendor.play("half_gone")

    first, second = _read(connection, hours=24), _read(connection, hours=48)

    assert (first.state, first.missing_count, first.ended_count) == ("done", 16, 0)
    assert (second.state, second.ended_count) == ("needs_review", 16)
    assert connection.vendor_seats.open().count() == 31


def test_two_complete_lists_without_a_seat_end_it(house, vendor, connection):
    _read(connection)
    vendor.seats = [vendor.seats[0], *vendor.seats[2:]]

    for hours in (24, 48):
        run = _read(connection, hours=hours)

    assert (run.state, run.ended_count) == ("done", 1)
    assert {held.holder for held in Seat.objects.open()} == {house.ana}


def test_a_trial_reads_everything_and_writes_nothing_but_its_report(house, vendor, connection):
    before, connection_before = _figures(connection), connection.__class__.objects.values().get()

    run = _read(connection, dry_run=True)

    assert (run.state, run.new_count, run.unmatched_count) == ("dry_run", 31, 29)
    assert run.report["found"] == [house.ana.pk, house.cho.pk]
    assert _figures(connection) == before
    assert connection.__class__.objects.values().get() == connection_before
    assert not StagedSeat.objects.exists() and not VendorSeat.objects.exists()
    names = Event.objects.filter(name__startswith="s").exclude(name__startswith="subscription")
    assert list(names.order_by("position").values_list("name", flat=True)) == [
        "sync.started",
        "sync.rehearsed",
    ]


def test_a_trial_that_fails_leaves_the_health_alone(vendor, connection):
    vendor.play("bad_token")

    run = _read(connection, dry_run=True)

    assert (run.state, run.failure) == ("failed", "credential")
    connection.refresh_from_db()
    assert connection.state == "never_run"
    assert not Notification.objects.filter(event__startswith="connection.").exists()


def test_a_stopped_job_leaves_an_abandoned_run_and_unchanged_figures(vendor, connection):
    vendor.seats = seats(250)
    run = sync.begin(connection, now=NOW)
    work = sync.work(run)
    for _step in range(2):
        next(work)
    assert StagedSeat.objects.count() == 100

    work.close()

    run.refresh_from_db()
    assert run.state == "abandoned"
    assert not StagedSeat.objects.exists() and not VendorSeat.objects.exists()


def test_a_job_reads_shows_its_steps_and_keeps_its_result(vendor, connection):
    job = queue.enqueue("catalog.sync_connection", key="k", payload={"connection": connection.pk})

    queue.run(job.pk, job.run_after)

    job.refresh_from_db()
    run = connection.runs.get()
    assert (job.state, job.result) == ("done", {"run": run.pk, "state": "done", "failure": ""})


def test_a_job_waits_while_another_run_is_under_way(vendor, connection):
    sync.begin(connection, now=NOW.replace(year=2100))
    job = queue.enqueue("catalog.sync_connection", key="k", payload={"connection": connection.pk})

    queue.run(job.pk, job.run_after)

    job.refresh_from_db()
    assert job.state == "ready" and job.attempts == 0
    assert vendor.seen == []


def test_every_night_each_connection_that_is_due_gets_one_job(house, vendor, connection):
    for _night in range(2):
        job = queue.enqueue("catalog.sync_all", key=f"nightly-{_night}")
        queue.run(job.pk, job.run_after)

    left = Job.objects.filter(kind="catalog.sync_connection")
    assert [row.payload["connection"] for row in left] == ([connection.pk] if left else [])


def test_the_credential_leaves_no_trace(vendor, connection, caplog):
    """Whatever a vendor answers, and even when it sends the credential back."""
    caplog.set_level(logging.DEBUG)
    vendor.fault(error(500, f"boom {vendor.token}"), times=5)
    for answer in (
        Reply(401, {"message": f"bad {vendor.token}"}),
        Reply(200, f"<html>{vendor.token}".encode()),
    ):
        vendor.fault(answer, times=3)
        _read(connection)

    told = [f"{event.payload} {event.openings}" for event in Event.objects.all()]
    told += [f"{run.message_text} {run.message_values} {run.report}" for run in SyncRun.objects.all()]
    connection.refresh_from_db()
    told += [connection.problem, connection.missing, connection.credential, caplog.text]
    told += [f"{note.subject} {note.text}" for note in Notification.objects.all()]
    assert [text for text in told if vendor.token in text] == []


def test_ten_thousand_seats_take_a_bounded_number_of_statements(
    house, vendor, connection, django_assert_max_num_queries
):
    vendor.seats = [seat(number) for number in range(1, 2001)]

    with django_assert_max_num_queries(160):
        run = _read(connection)

    assert (run.state, run.seats) == ("done", 2000)
