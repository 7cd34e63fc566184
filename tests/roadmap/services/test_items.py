"""The road map: pieces of work between two dates, and what must come first."""

from datetime import date, timedelta

import pytest

from builders.clock import TODAY
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from roadmap.models import Decision, Dependency, Theme
from roadmap.services import items, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def add(house):
    plan.load(TODAY)

    def make(title: str, days: int = 30, by=house.lea):
        return items.add(
            title=title, theme=Theme.objects.get(number=5), phase="frame", horizon_months=3,
            starts_on=TODAY, ends_on=TODAY + timedelta(days=days), by=by,
        )  # fmt: skip

    return make


def test_direction_adds_a_piece_of_work(add):
    assert add("Charte").title == "Charte"


def test_staff_do_not(add, house):
    with pytest.raises(Refused, match="direction"):
        add("Charte", by=house.ana)


def test_the_end_follows_the_start(add):
    with pytest.raises(Refused, match="dates"):
        add("Charte", days=-1)


def test_two_items_do_not_wait_for_each_other(add, house):
    first, second, third = add("A"), add("B"), add("C")
    items.depend(second, on=first, by=house.lea)
    items.depend(third, on=second, by=house.lea)

    with pytest.raises(Refused, match="A → C → B → A"):
        items.depend(first, on=third, by=house.lea)


def test_a_link_is_lifted_and_may_be_made_again(add, house):
    first, second = add("A"), add("B")
    link = items.depend(second, on=first, by=house.lea)
    items.free(link, by=house.lea)
    items.depend(first, on=second, by=house.lea)
    items.free(Dependency.objects.get(item=first), by=house.lea)
    items.depend(second, on=first, by=house.lea)

    assert list(Dependency.objects.current()) == [link]
    with pytest.raises(Refused, match="existe déjà"):
        items.depend(second, on=first, by=house.lea)
    with pytest.raises(Refused, match="lui-même"):
        items.depend(first, on=first, by=house.lea)


def test_dates_move_by_whole_months_and_stay_within_the_month():
    assert items.shift(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert items.shift(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert items.shift(date(2027, 1, 15), -1) == date(2026, 12, 15)


def test_moving_is_in_the_trail_and_done_work_does_not_move(add, house):
    item = items.move(add("A"), months=1, by=house.lea)

    assert (item.starts_on, Event.objects.latest("position").name) == (
        items.shift(TODAY, 1), "roadmap_item.moved",
    )  # fmt: skip
    done = items.set_state(item, state="done", by=house.lea)
    with pytest.raises(Refused, match="ne bougent plus"):
        items.move(done, months=1, by=house.lea)


def test_dropping_asks_why_and_taking_up_again_forgets_it(add, house):
    item = add("A")
    with pytest.raises(Refused, match="pourquoi"):
        items.set_state(item, state="dropped", reason=" ", by=house.lea)
    assert (
        items.set_state(item, state="dropped", reason="Trop cher.", by=house.lea).drop_reason == "Trop cher."
    )
    assert items.set_state(item, state="planned", by=house.lea).drop_reason == ""


def test_work_that_waits_for_an_open_decision_does_not_begin(add, house):
    item = items.edit(add("A"), decision=Decision.objects.get(ref="05.Q2"), by=house.lea)

    with pytest.raises(Refused, match="05.Q2"):
        items.set_state(item, state="running", by=house.lea)


def test_editing_nothing_is_refused(add, house):
    with pytest.raises(Refused, match="Rien n’a changé"):
        items.edit(add("A"), title="A", by=house.lea)


@pytest.mark.parametrize("deed", [
    lambda item, by: items.edit(item, title="B", by=by), lambda item, by: items.move(item, months=1, by=by),
    lambda item, by: items.set_state(item, state="done", by=by),
    lambda item, by: items.depend(item, on=item, by=by),
])  # fmt: skip
def test_only_the_direction_changes_the_road_map(add, house, deed):
    with pytest.raises(Refused, match="direction"):
        deed(add("A"), house.cho)
