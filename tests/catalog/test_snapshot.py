from datetime import UTC, datetime

import pytest

from catalog.connectors.base import SeatRow
from catalog.snapshot import absences, merge, reasons_to_hold

EARLY, LATE = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 11, 18, tzinfo=UTC)


def _row(number, login="m-rossi", **facts):
    return SeatRow(vendor_account_id=str(number), login=login, **facts)


def _snapshot(count):
    return merge(_row(number, login=f"user-{number}") for number in range(count))


def test_one_person_on_several_rows_is_one_seat_with_several_teams():
    merged = merge([_row(1, via=("platform",)), _row(2, "other"), _row(1, via=("data", "platform"))])

    assert merged.distinct == 2
    assert merged.seats["", "1"].via == ("platform", "data")


@pytest.mark.parametrize("uses", [(None, LATE), (LATE, None), (EARLY, LATE), (LATE, EARLY)])
def test_the_latest_known_use_of_several_rows_is_kept(uses):
    merged = merge(_row(1, last_used_at=used) for used in uses)

    assert merged.seats["", "1"].last_used_at == LATE


def test_a_seat_is_active_as_long_as_one_of_its_rows_is():
    merged = merge([_row(1, state="pending_cancellation"), _row(1, state="active")])

    assert merged.seats["", "1"].state == "active"


def test_rows_without_a_holder_count_and_are_kept_for_nobody():
    merged = merge([_row(""), _row(""), _row(1)])

    assert (merged.distinct, len(merged.seats)) == (3, 1)


def test_one_account_under_two_logins_is_kept_twice_with_a_warning():
    merged = merge([_row(1, "octocat"), _row(1, "hubot")])

    assert {row.login for row in merged.seats.values()} == {"octocat", "hubot"}
    assert [note.code for note in merged.warnings] == ["two_logins"]
    assert "hubot, octocat" in merged.warnings[0].message


def test_the_order_of_two_logins_does_not_change_which_row_keeps_the_account():
    one, other = merge([_row(1, "octocat"), _row(1, "hubot")]), merge([_row(1, "hubot"), _row(1, "octocat")])

    assert one.seats.keys() == other.seats.keys()


def test_a_seat_that_a_list_does_not_name_is_missing_first_and_ends_with_the_second_list():
    known = {("", "1"): 0, ("", "2"): 1, ("", "3"): 1}

    gone = absences(known, merge([_row(3)]).seats)

    assert gone.missing == (("", "1"),)
    assert gone.ending == (("", "2"),)


@pytest.mark.parametrize(
    ("known", "ending", "held"),
    [
        (10, 3, False), (10, 4, True), (20, 4, False), (21, 5, True),
        (100, 20, False), (100, 21, True), (4, 4, True),
    ],
)  # fmt: skip
def test_a_list_that_ends_more_than_a_fifth_and_more_than_three_is_held(known, ending, held):
    reasons = reasons_to_hold(_snapshot(known - ending or 1), known=known, ending=ending, vendor_total=None)

    assert [reason.code for reason in reasons] == (["many_ends"] if held else [])


def test_an_empty_list_is_held_unless_nothing_was_known():
    empty = merge([])

    assert [r.code for r in reasons_to_hold(empty, known=1, ending=0, vendor_total=None)] == ["empty"]
    assert reasons_to_hold(empty, known=0, ending=0, vendor_total=0) == ()


def test_a_total_that_is_not_the_number_of_distinct_seats_is_held():
    reasons = reasons_to_hold(_snapshot(3), known=0, ending=0, vendor_total=4)

    assert [reason.message for reason in reasons] == [
        "L’éditeur annonce un total de 4 et sa liste compte 3 sièges distincts."
    ]


def test_a_total_counts_a_person_once():
    assert reasons_to_hold(merge([_row(1), _row(1)]), known=0, ending=0, vendor_total=1) == ()
