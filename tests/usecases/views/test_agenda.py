from datetime import timedelta

import pytest
from django.urls import reverse

from builders.clock import NOW, TODAY
from builders.usecases import a_use_case
from usecases.services import obligations

LITERACY = "ob_art4_literacy"


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def _get(client, name, **query):
    return client.get(reverse(f"usecases:{name}"), query).content.decode()


def test_the_calendar_shows_what_is_late_first_then_the_months(client_for, house):
    use_case = a_use_case(house, "high_risk")
    obligations.mark(
        use_case,
        obligation=LITERACY,
        state="todo",
        due_on=TODAY - timedelta(days=3),
        by=house.ana,
        today=TODAY,
    )

    page = _get(client_for(house.ana), "agenda")

    assert page.index("En retard") < page.index("Décembre 2027")
    assert "date fixée par le règlement" in page
    assert use_case.reference in page


def test_the_calendar_shows_mine_unless_all_is_asked_for(client_for, house):
    use_case = a_use_case(house)
    cho = client_for(house.cho)

    assert use_case.reference not in _get(cho, "agenda")
    assert use_case.reference in _get(cho, "agenda", vue="tous")
    assert use_case.reference in _get(client_for(house.dan), "agenda")


def test_the_calendar_hides_the_uses_of_unknown_clients(client_for, house):
    use_case = a_use_case(house, project=house.project)

    assert use_case.reference not in _get(client_for(house.zoe), "agenda", vue="tous")


def test_the_calendar_asks_as_much_for_many_uses_as_for_few(client_for, house, assert_flat_queries):
    dan = client_for(house.dan)
    a_use_case(house)
    assert_flat_queries(
        get=lambda: dan.get(reverse("usecases:agenda")),
        add_rows=lambda: [a_use_case(house) for _ in range(4)],
    )


def test_the_dates_of_the_regulation_stand_around_today(client_for, house):
    use_case = a_use_case(house, "high_risk")

    page = _get(client_for(house.ana), "regulation")

    days = ["2 août 2026", "Aujourd’hui", "2 décembre 2026", "2 décembre 2027", "2 août 2028"]
    places = [page.index(day, page.index("Calendrier</h2>")) for day in days]
    assert places == sorted(places)
    assert "la date d’origine était le 2 août 2026" in page
    assert use_case.reference in page
