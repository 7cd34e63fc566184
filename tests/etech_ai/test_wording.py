from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from etech_ai import wording

NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)  # 14 h 30 in Paris


@pytest.fixture(params=["fr", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def test_day_is_short_and_does_not_break(language):
    expected = {"fr": "24\u00a0nov.\u00a02026", "en": "24\u00a0Nov\u00a02026"}
    assert wording.day(date(2026, 11, 24)) == expected[language]


def test_day_of_a_moment_is_the_day_in_paris():
    with translation.override("fr"):
        assert wording.day(datetime(2026, 6, 30, 23, 0, tzinfo=UTC)) == "1\u00a0juil.\u00a02026"


def test_long_day_names_the_weekday_and_raises_the_first():
    with translation.override("fr"):
        assert wording.long_day(date(2026, 11, 24)) == "mardi 24 novembre 2026"
        assert wording.long_day(date(2026, 12, 1)) == "mardi 1<sup>er</sup> décembre 2026"
        assert wording.plain_day(date(2026, 12, 1)) == "mardi 1er décembre 2026"


def test_long_day_in_english_has_no_ordinal():
    with translation.override("en"):
        assert wording.long_day(date(2026, 12, 1)) == "Tuesday 1 December 2026"


def test_hour_is_the_one_of_paris(language):
    assert wording.hour(NOW) == {"fr": "14\u00a0h\u00a030", "en": "14:30"}[language]


def test_dates_that_are_missing_read_as_nothing():
    assert [wording.day(None), wording.long_day(None), wording.hour(None), wording.moment(None)] == [""] * 4


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        (timedelta(seconds=-20), "à l’instant"),
        (timedelta(minutes=-1), "il y a 1 minute"),
        (timedelta(minutes=-50), "il y a 50 minutes"),
        (timedelta(hours=-3), "il y a 3 heures"),
        (timedelta(hours=5), "dans 5 heures"),
        (timedelta(hours=-48), "22\u00a0nov.\u00a02026"),
        (timedelta(days=4), "28\u00a0nov.\u00a02026"),
    ],
)
def test_relative_time_stops_at_two_days(gap, text):
    with translation.override("fr"):
        assert wording.relative(NOW + gap, NOW) == text


@pytest.mark.parametrize(
    ("minor", "currency", "french", "english"),
    [
        (278800, "EUR", "2\u00a0788\u00a0€", "€2,788"),
        (1950, "EUR", "19,50\u00a0€", "€19.50"),
        (1905, "USD", "19,05\u00a0$", "$19.05"),
        (0, "EUR", "0\u00a0€", "€0"),
        (-500, "EUR", "−5\u00a0€", "−€5"),
        (100000000, "CHF", "1\u00a0000\u00a0000\u00a0CHF", "CHF\u00a01,000,000"),
        (None, "EUR", "", ""),
    ],
)
def test_money_follows_each_language(minor, currency, french, english):
    with translation.override("fr"):
        assert wording.money(minor, currency) == french
    with translation.override("en"):
        assert wording.money(minor, currency) == english


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Camille Renard", "CR"),
        ("Élodie Vasseur", "ÉV"),
        ("Jean-Pierre de La Tour", "JT"),
        ("Ana", "A"),
        ("", ""),
    ],
)
def test_initials_are_the_first_and_last_words(name, letters):
    assert wording.initials(name) == letters


def test_tone_of_a_name_never_changes():
    assert wording.tone_of("Camille Renard") == wording.tone_of("Camille Renard")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "dans 0 jour"),
        (1, "dans 1 jour"),
        (365, "dans 365 jours"),
        (366, "dans 1 an"),
        (616, "dans 1 an et 8 mois"),
        (1346, "dans 3 ans et 8 mois"),
    ],
)
def test_what_is_far_is_told_in_years(days, words):
    assert wording.time_left(days) == words
