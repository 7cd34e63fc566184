from datetime import timedelta

import pytest

from approvals.desk.response_times import words
from approvals.services import requests
from approvals.workflow import Kind, Move
from builders.clock import NOW
from builders.people import admitted
from builders.requests import current, sent

HOUR = timedelta(hours=1)
PAGE = "/demandes/delais/"


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW + timedelta(days=1), tick=False)


def decided_after(house, *hours):
    """Requests of as many people of the champion's team, sent at ten and decided so many hours later."""
    for number, after in enumerate(hours):
        person = admitted(f"Eve{number}", team=house.team_dev)
        request = sent(house, Kind.TOOL_ACCESS, by=person, now=NOW)
        requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW + after * HOUR)


def page(client_for, person, query=""):
    return client_for(person).get(PAGE + query).content.decode()


def test_median_and_ninth_decile_by_kind(house, client_for):
    decided_after(house, 1, 2, 3, 4, 5)

    text = page(client_for, house.cho)

    assert "3 heures ouvrées" in text
    assert "5 heures ouvrées" in text
    assert "Cho" not in text.split("<table")[1].split("</table>")[0]


def test_fewer_than_five_are_not_told(house, client_for):
    decided_after(house, 1, 2, 3, 4)

    text = page(client_for, house.dan)

    assert "Trop peu pour le dire" in text
    assert "heures ouvrées" not in text.split("<table")[1]


def test_the_time_of_a_precision_is_the_requesters(house, client_for):
    decided_after(house, 2, 2, 2, 2)
    person = admitted("Zia", team=house.team_dev)
    request = sent(house, Kind.TOOL_ACCESS, by=person, now=NOW)
    requests.decide(current(request), by=house.cho, move=Move.ASK, message="Quoi ?", now=NOW + HOUR)
    requests.answer_precision(request, by=person, message="Ceci.", now=NOW + 5 * HOUR)
    requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW + 6 * HOUR)

    assert page(client_for, house.cho).count("2 heures ouvrées") == 2


def test_older_decisions_are_in_the_year_only(house, client_for, time_machine):
    decided_after(house, 1, 1, 1, 1, 1)
    time_machine.move_to(NOW + timedelta(days=100), tick=False)

    assert "Aucune décision sur la période" in page(client_for, house.cho)
    assert "1 heure ouvrée" in page(client_for, house.cho, "?jours=365")


def test_the_page_costs_the_same_for_more(house, client_for, assert_flat_queries):
    client = client_for(house.cho)
    decided_after(house, 1, 2)

    def more():
        for number in range(5):
            person = admitted(f"Max{number}", team=house.team_dev)
            request = sent(house, Kind.TOOL_ACCESS, by=person, now=NOW)
            requests.decide(current(request), by=house.cho, move=Move.APPROVE, now=NOW + HOUR)

    assert_flat_queries(get=lambda: client.get(PAGE), add_rows=more)


@pytest.mark.parametrize(
    ("hours", "said"),
    [(0.4, "moins d’une heure ouvrée"), (1, "1 heure ouvrée"), (7.6, "8 heures ouvrées"),
     (8, "1 jour ouvré"), (12, "1,5 jour ouvré"), (24, "3 jours ouvrés")],
)  # fmt: skip
def test_hours_become_days_of_eight(hours, said):
    assert words(hours) == said
