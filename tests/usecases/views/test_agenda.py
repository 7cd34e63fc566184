from datetime import timedelta

import icalendar
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


def test_the_calendar_goes_out_as_a_calendar_file_of_the_current_view(client_for, house):
    mine = a_use_case(house, title="Le mien")
    theirs = a_use_case(house, by=house.cho, title="Le leur")
    obligations.mark(mine, obligation=LITERACY, state="todo", due_on=TODAY, by=house.ana, today=TODAY)
    address = reverse("usecases:agenda_calendar")

    response = client_for(house.ana).get(address)
    events = icalendar.Calendar.from_ical(response.content).walk("VEVENT")
    assert response["Content-Type"].startswith("text/calendar")
    assert {mine.reference in event["SUMMARY"] for event in events} == {True}
    assert (TODAY, f"http://testserver/cas-usage/{mine.slug}/obligations/{LITERACY}/") in {
        (event.decoded("DTSTART"), event["URL"]) for event in events
    }
    everything = client_for(house.ana).get(address, {"vue": "tous"}).content.decode()
    assert theirs.reference in everything


def test_the_same_thing_keeps_its_name_in_a_calendar_when_its_day_moves(client_for, house):
    use_case = a_use_case(house)
    ana, address = client_for(house.ana), reverse("usecases:agenda_calendar")

    def uids(day):
        obligations.mark(use_case, obligation=LITERACY, state="todo", due_on=day, by=house.ana, today=TODAY)
        calendar = icalendar.Calendar.from_ical(ana.get(address).content)
        return {event["UID"] for event in calendar.walk("VEVENT")}

    assert uids(TODAY) == uids(TODAY + timedelta(days=9))


def test_many_people_are_counted_beyond_the_first(client_for, house):
    for person in (house.ana, house.cho, house.zoe, house.ida, house.fin, house.adi):
        a_use_case(house, by=person, title=f"Usage de {person}")

    assert "et 2 autres" in _get(client_for(house.dan), "agenda")


def test_the_dates_of_the_regulation_read_in_french_with_what_comes_next(client_for, house):
    page = _get(client_for(house.ana), "regulation").replace("\xa0", " ")

    assert page.index("2 août 2026") < page.index("Aujourd’hui") < page.index("2 décembre 2026")
    assert "2 décembre 2027" in page and "2 août 2028" in page
    assert "2e al." in page and "dans 3 ans et 8 mois" in page
    assert "Modèle de FRIA du Bureau de l’IA" in page
