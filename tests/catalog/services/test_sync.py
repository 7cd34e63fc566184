"""The snapshot rule, on lists that are at hand; tests/catalog/sync reads them over real HTTP."""

from datetime import date, timedelta

import pytest

from builders.clock import NOW, TODAY
from builders.connections import SECRET, USED, a_connection, a_list, seat, take
from builders.people import admitted
from catalog.models import Seat, SeatObservation, StagedSeat, VendorSeat
from catalog.services import accounts, connections, reviews, seats, sync
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification, User
from people.services import users

LATER = timedelta(days=1)


def _open(connection):
    return {row.vendor_account_id for row in connection.vendor_seats.open()}


def _facts(connection):
    """Everything that a reading may change, but the run that saw it last."""
    names = ("vendor_account_id", "login", "person_id", "last_used_at", "missed_runs", "ended_at", "via")
    return list(connection.vendor_seats.order_by("pk").values_list(*names))


def test_a_whole_list_brings_rows_counts_and_seats(house):
    connection = a_connection(house)

    run = take(connection, a_list(house.ana, house.cho, strangers=1), purchased=5)

    assert (run.state, run.new_count, run.unmatched_count, run.purchased) == ("done", 3, 1, 5)
    assert set(house.subscription.seats.open().values_list("holder", flat=True)) == {
        house.ana.pk,
        house.cho.pk,
    }
    house.subscription.refresh_from_db()
    assert (house.subscription.vendor_count, house.subscription.vendor_counted_on) == (5, TODAY)
    connection.refresh_from_db()
    assert (connection.state, connection.last_success_at.date()) == ("ok", TODAY)


def test_a_found_seat_starts_when_the_vendor_says_and_is_an_event_of_its_own(house):
    take(a_connection(house), a_list(house.ana))

    held = Seat.objects.get(holder=house.ana)
    event = Event.objects.get(name="seat.found")
    assert held.assigned_on == date(2026, 2, 3)
    assert (event.subject_ref, event.actor_ref) == (f"catalog.seat:{held.pk}", "job:vendor-sync")
    assert not Notification.objects.filter(user=house.ana).exists()


def test_a_seat_that_was_asked_for_here_is_left_alone(house):
    held = seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    take(a_connection(house), a_list(house.ana))

    assert list(house.subscription.seats.open()) == [held]
    assert not Event.objects.filter(name="seat.found").exists()


def test_found_seats_may_exceed_our_ceiling_which_stands_beside_them(house):
    take(a_connection(house), a_list(house.ana, house.cho, house.dan))

    assert house.subscription.seats.open().count() == 3
    assert house.subscription.seat_ceiling == 2


def test_the_last_use_is_observed_with_its_source_and_its_day(house):
    take(a_connection(house), [seat(1, house.ana), seat(2, house.cho, last_used_at=None)])

    told = {row.seat.holder_id: (row.last_used_on, row.source) for row in SeatObservation.objects.all()}
    assert told == {
        house.ana.pk: (USED.date(), "github_copilot:acme"),
        house.cho.pk: (None, "github_copilot:acme"),
    }


def test_not_known_never_overwrites_a_known_last_use(house):
    connection = a_connection(house)
    take(connection, a_list(house.ana))

    take(connection, [seat(1, house.ana, last_used_at=None)], hours=24)

    assert connection.vendor_seats.get().last_used_at == USED
    observation = SeatObservation.objects.get()
    assert observation.last_used_on == USED.date()
    assert observation.as_of >= NOW + LATER


def test_the_same_list_twice_leaves_the_same_rows_and_records_no_change(house):
    connection = a_connection(house)
    take(connection, a_list(house.ana, house.cho, strangers=2))
    before, seats_before = _facts(connection), list(Seat.objects.values_list())
    events = Event.objects.count()

    run = take(connection, a_list(house.ana, house.cho, strangers=2), hours=1)

    assert _facts(connection) == before
    assert list(Seat.objects.values_list()) == seats_before
    assert SeatObservation.objects.count() == 2
    assert (run.new_count, run.changed_count, run.missing_count, run.ended_count) == (0, 0, 0, 0)
    names = Event.objects.order_by("position").values_list("name", flat=True)[events:]
    assert list(names) == ["sync.started", "sync.applied"]


def test_a_person_is_matched_by_email_whatever_its_case(house):
    connection = a_connection(house)

    take(connection, [seat(1, login="zzz", email="Ana@ETECH.example")])

    assert connection.vendor_seats.get().person == house.ana


def test_nobody_is_matched_by_name_and_nobody_is_made(house):
    people = User.objects.count()
    connection = a_connection(house)

    run = take(connection, [seat(1, login="Ana Alvarez"), seat(2, login="ana")])

    assert run.unmatched_count == 2
    assert User.objects.count() == people
    assert not Seat.objects.exists()


def test_a_link_gives_the_account_its_person_and_the_seat_at_once(house):
    connection = a_connection(house)
    take(connection, a_list(strangers=1))

    accounts.link(
        connection, login="user-1000", vendor_account_id="1000", person=house.ana, by=house.ida, now=NOW
    )

    assert connection.vendor_seats.get().person == house.ana
    assert Seat.objects.get().holder == house.ana
    assert Event.objects.filter(name="account.linked").exists()


def test_a_renamed_login_stays_with_its_person_and_one_taken_over_does_not(house):
    connection = a_connection(house)
    take(connection, a_list(strangers=1))
    accounts.link(
        connection, login="user-1000", vendor_account_id="1000", person=house.ana, by=house.ida, now=NOW
    )

    take(connection, [seat(1000, login="renamed"), seat(7, login="user-1000")], hours=24)

    people = dict(connection.vendor_seats.values_list("login", "person"))
    assert people == {"renamed": house.ana.pk, "user-1000": None}


def test_a_link_by_login_alone_matches_in_any_case(house):
    connection = a_connection(house)
    accounts.link(connection, login="M-Rossi", person=house.ana, by=house.ida, now=NOW)

    take(connection, [seat(1, login="m-rossi")])

    assert connection.vendor_seats.get().person == house.ana


def test_an_unlinked_account_has_no_person_again(house):
    connection = a_connection(house)
    made = accounts.link(connection, login="user-1000", person=house.ana, by=house.ida, now=NOW)
    take(connection, a_list(strangers=1))

    accounts.unlink(made, by=house.ida, now=NOW)

    assert connection.vendor_seats.get().person is None


def test_an_account_is_not_linked_twice(house):
    connection = a_connection(house)
    accounts.link(connection, login="user-1", person=house.ana, by=house.ida, now=NOW)

    with pytest.raises(Refused, match="déjà rattaché"):
        accounts.link(connection, login="USER-1", person=house.cho, by=house.ida, now=NOW)


def test_a_seat_missed_once_is_not_seen_and_missed_twice_ends(house):
    connection = a_connection(house)
    take(connection, a_list(house.ana, house.cho))

    once = take(connection, a_list(house.ana), hours=24)
    assert (once.missing_count, once.ended_count) == (1, 0)
    assert Seat.objects.open().count() == 2

    twice = take(connection, a_list(house.ana), hours=48)
    assert (twice.missing_count, twice.ended_count) == (0, 1)
    assert list(Seat.objects.open().values_list("holder", flat=True)) == [house.ana.pk]
    assert connection.vendor_seats.get(vendor_account_id="2").ended_at is not None
    assert Event.objects.filter(name="seat.released", actor_ref="job:vendor-sync").count() == 1


def test_a_seat_seen_again_after_one_miss_starts_counting_anew(house):
    connection = a_connection(house)
    full = a_list(house.ana, house.cho)
    for hours, rows in enumerate([full, full[:1], full, full[:1]]):
        run = take(connection, rows, hours=24 * hours)

    assert (run.missing_count, run.ended_count) == (1, 0)


def test_a_seat_that_ended_and_is_listed_again_is_new_again(house):
    connection = a_connection(house)
    full = a_list(house.ana, house.cho)
    for hours, rows in enumerate([full, full[:1], full[:1]]):
        take(connection, rows, hours=24 * hours)

    run = take(connection, [full[0], seat(2, house.cho, assigned_at=NOW + 3 * LATER)], hours=72)

    assert run.new_count == 1
    assert connection.vendor_seats.count() == 2
    assert Seat.objects.open().count() == 2


def test_a_seat_given_back_here_does_not_come_back_because_the_vendor_still_lists_it(house):
    connection = a_connection(house)
    take(connection, a_list(house.ana))
    seats.release(Seat.objects.get(), by=house.ida, today=TODAY)

    run = take(connection, a_list(house.ana), hours=24)

    assert not Seat.objects.open().exists()
    assert run.report["given_back"] == [house.ana.pk]


def test_a_seat_of_ours_that_the_vendor_never_listed_is_reported_and_kept(house):
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    run = take(a_connection(house), a_list(house.cho))

    assert run.report["only_here"] == [house.ana.pk]
    assert Seat.objects.open().filter(holder=house.ana).exists()


def test_someone_who_has_left_is_named_and_given_nothing(house):
    gone = users.leave(admitted("Gil"), by=house.adi, today=TODAY)

    run = take(a_connection(house), a_list(gone))

    assert run.report["gone"] == [gone.pk]
    assert not Seat.objects.exists()


def test_a_connection_without_a_subscription_keeps_the_list_and_gives_no_seat(house):
    connection = a_connection(house, subscription=None, is_bound=False)

    run = take(connection, a_list(house.ana))

    assert (run.state, connection.vendor_seats.get().person) == ("done", house.ana)
    assert not Seat.objects.exists()


def test_two_accounts_of_one_subscription_add_up(house):
    one, other = a_connection(house), a_connection(house, organisation="labs")
    take(one, a_list(house.ana), purchased=10)

    take(other, [seat(9, house.cho)], purchased=5)

    house.subscription.refresh_from_db()
    assert house.subscription.vendor_count == 15
    assert Seat.objects.open().count() == 2


def test_a_person_listed_by_another_account_of_the_subscription_keeps_the_seat(house):
    one, other = a_connection(house), a_connection(house, organisation="labs")
    take(one, a_list(house.ana, house.cho))
    take(other, [seat(9, house.cho)])

    for hours in (24, 48):
        take(one, a_list(house.ana), hours=hours)

    assert Seat.objects.open().filter(holder=house.cho).exists()


def test_a_paused_account_no_longer_counts_for_its_subscription(house):
    one, other = a_connection(house), a_connection(house, organisation="labs")
    take(one, a_list(house.ana), purchased=10)
    connections.pause(one, by=house.ida)

    take(other, [seat(9, house.cho)], purchased=5)

    house.subscription.refresh_from_db()
    assert house.subscription.vendor_count == 5


def test_an_untold_purchase_leaves_the_count_empty_rather_than_zero(house):
    take(a_connection(house), a_list(house.ana), purchased=None)

    house.subscription.refresh_from_db()
    assert house.subscription.vendor_count is None


# --- held back ------------------------------------------------------------------------------------


def _held(house, connection):
    """Ten known seats; a second list in a row misses five of them."""
    full = a_list(house.ana, house.cho, strangers=8)
    take(connection, full, purchased=10)
    take(connection, full[5:], hours=24, purchased=5)
    return take(connection, full[5:], hours=48, purchased=5)


def test_a_list_that_would_end_too_much_changes_nothing_and_calls_for_a_person(house):
    connection = a_connection(house)

    run = _held(house, connection)

    assert (run.state, run.ended_count) == ("needs_review", 5)
    assert len(_open(connection)) == 10
    assert Seat.objects.open().count() == 2
    house.subscription.refresh_from_db()
    connection.refresh_from_db()
    assert house.subscription.vendor_count == 5  # of the list before, which was whole
    assert connection.state == "action_needed"
    assert "5 sièges sur 10" in connection.problem


def test_an_empty_list_is_held_back(house):
    connection = a_connection(house)
    take(connection, a_list(house.ana))

    run = take(connection, [], hours=24, purchased=0)

    assert run.state == "needs_review"
    assert connection.vendor_seats.get().missed_runs == 0
    house.subscription.refresh_from_db()
    assert house.subscription.vendor_count == 1


def test_a_total_that_differs_from_the_rows_is_held_back(house):
    connection = a_connection(house)

    run = take(connection, a_list(house.ana), vendor_total=31)

    assert run.state == "needs_review"
    assert not VendorSeat.objects.exists()
    assert StagedSeat.objects.count() == 1


def test_a_confirmed_list_is_applied_as_it_was_read(house):
    connection = a_connection(house)
    run = _held(house, connection)

    done = reviews.confirm(run, by=house.ida, now=NOW + 3 * LATER)

    assert (done.state, done.reviewed_by) == ("done", house.ida)
    assert len(_open(connection)) == 5
    assert not Seat.objects.open().exists()
    assert not StagedSeat.objects.exists()
    connection.refresh_from_db()
    assert (connection.state, connection.problem) == ("ok", "")
    assert Event.objects.filter(name="sync.confirmed").get().actor_ref == f"people.user:{house.ida.pk}"


def test_a_dismissed_list_changes_nothing_and_says_so(house):
    connection = a_connection(house)
    run = _held(house, connection)

    reviews.dismiss(run, by=house.adi, now=NOW + 3 * LATER)

    assert len(_open(connection)) == 10
    assert not StagedSeat.objects.exists()
    connection.refresh_from_db()
    assert connection.state == "degraded"
    assert "écarté" in connection.problem


def test_a_list_is_decided_once(house):
    run = _held(house, a_connection(house))
    reviews.dismiss(run, by=house.ida, now=NOW)

    with pytest.raises(Refused, match="n’attend plus de décision"):
        reviews.confirm(run, by=house.adi, now=NOW)


def test_a_newer_list_replaces_one_that_waits(house):
    connection = a_connection(house)
    run = _held(house, connection)

    take(connection, a_list(house.ana, house.cho, strangers=8), hours=72)

    run.refresh_from_db()
    connection.refresh_from_db()
    assert (run.state, connection.state) == ("abandoned", "ok")
    assert not StagedSeat.objects.exists()
    with pytest.raises(Refused):
        reviews.confirm(run, by=house.ida, now=NOW)


def test_only_those_who_keep_connections_decide(house):
    run = _held(house, a_connection(house))

    with pytest.raises(Refused, match="Licences et administration"):
        reviews.confirm(run, by=house.ana, now=NOW)


# --- one at a time --------------------------------------------------------------------------------


def test_one_run_at_a_time_for_each_connection(house):
    connection = a_connection(house)
    sync.begin(connection, now=NOW)

    with pytest.raises(sync.Busy):
        sync.begin(connection, now=NOW)


def test_another_connection_is_not_held_up(house):
    sync.begin(a_connection(house), now=NOW)

    assert sync.begin(a_connection(house, organisation="labs"), now=NOW).is_running


def test_a_killed_run_is_abandoned_and_its_rows_dropped_at_the_next_start(house):
    connection = a_connection(house)
    killed = sync.begin(connection, now=NOW)
    StagedSeat.objects.create(run=killed, vendor_account_id="1", facts={})

    sync.begin(connection, now=NOW + sync.LEASE)

    killed.refresh_from_db()
    assert killed.state == "abandoned"
    assert not StagedSeat.objects.exists()


def test_a_run_that_lost_its_lock_can_no_longer_conclude(house):
    connection = a_connection(house)
    slow = sync.Reading(sync.begin(connection, now=NOW), rows=a_list(house.ana))
    sync.begin(connection, now=NOW + sync.LEASE)

    with pytest.raises(Refused, match="abandonné"):
        sync.conclude(slow)

    assert not VendorSeat.objects.exists()


def test_a_paused_connection_is_not_read(house):
    connection = a_connection(house)
    connections.pause(connection, by=house.ida)

    with pytest.raises(Refused, match="en pause"):
        sync.begin(connection, now=NOW)


def test_the_credential_is_nowhere_in_the_trail_nor_in_its_erasable_half(house):
    connection = a_connection(house)
    take(connection, a_list(house.ana))

    told = " ".join(f"{event.payload} {event.openings}" for event in Event.objects.all())
    assert SECRET not in told
    assert SECRET[-4:] not in told
    assert SECRET not in connection.credential
    assert connection.credential_tail == SECRET[-4:]
