"""The road map: pieces of work between two dates, and what must come first."""

from datetime import timedelta

import pytest

from builders.clock import TODAY
from etech_ai.verdicts import Refused
from roadmap.models import Theme
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

    with pytest.raises(Refused, match="l’un l’autre"):
        items.depend(first, on=third, by=house.lea)
