import pytest

from builders.catalog import seat_plan
from builders.clock import NOW, TODAY
from catalog.models import Seat, SeatObservation
from catalog.services import seats
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification


def assign(house, person, subscription=None):
    return seats.assign(subscription or house.subscription, to=person, by=house.ida, today=TODAY)


def test_assign_gives_an_open_seat_and_records_it(house):
    seat = assign(house, house.ana)

    assert list(Seat.objects.open()) == [seat]
    assert Event.objects.filter(name="seat.assigned").count() == 1


def test_assign_tells_the_holder_in_their_language(house):
    assign(house, house.ana)

    told = Notification.objects.get(user=house.ana, event="seat.assigned")
    assert "GitHub Copilot" in told.subject
    assert told.url == "/catalogue/github-copilot/"


def test_assign_refuses_when_every_seat_is_taken(house):
    for person in (house.ana, house.cho):
        assign(house, person)

    with pytest.raises(Refused, match="file d’attente"):
        assign(house, house.zoe)


def test_assign_refuses_a_second_seat(house):
    assign(house, house.ana)

    with pytest.raises(Refused, match="déjà un siège"):
        assign(house, house.ana)


def test_a_refused_assign_leaves_nothing_behind(house):
    assign(house, house.ana)
    before = (Event.objects.count(), Notification.objects.count())

    with pytest.raises(Refused):
        assign(house, house.ana)

    assert (Event.objects.count(), Notification.objects.count()) == before


def test_without_a_ceiling_there_is_always_room(house):
    unlimited = seat_plan(house, house.plan, label="Illimité", ceiling=None)
    for person in (house.ana, house.cho, house.zoe):
        assign(house, person, unlimited)

    assert unlimited.free_seats() is None
    assert unlimited.held_seats() == 3


def test_release_frees_the_seat_for_the_next_person(house):
    seat = assign(house, house.ana)
    assign(house, house.cho)

    seats.release(seat, by=house.ana, today=TODAY)

    assert house.subscription.free_seats() == 1
    assert assign(house, house.zoe).holder == house.zoe


def test_release_refuses_a_stranger(house):
    seat = assign(house, house.ana)

    with pytest.raises(Refused, match="Seuls la personne"):
        seats.release(seat, by=house.zoe, today=TODAY)


def test_release_happens_once(house):
    seat = seats.release(assign(house, house.ana), by=house.ida, today=TODAY)

    with pytest.raises(Refused, match="déjà rendu"):
        seats.release(seat, by=house.ida, today=TODAY)


def test_observe_twice_keeps_one_reading(house):
    seat = assign(house, house.ana)
    for _ in range(2):
        seats.observe(seat, last_used_on=TODAY, source="api", as_of=NOW)

    assert SeatObservation.objects.count() == 1
