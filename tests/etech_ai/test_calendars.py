from datetime import UTC, date, datetime

import icalendar

from etech_ai.calendars import DayEvent, calendar_file

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def _event(**told):
    given = {
        "uid": "1@etech", "day": date(2027, 12, 2), "title": "UC-012\u00a0: informer, prévenir",
        "text": "Art. 26(5)\nAna Arnaud", "url": "https://ia.etech.example/x/", "category": "Obligation",
    }  # fmt: skip
    return DayEvent(**{**given, **told})


def test_a_calendar_reads_back_as_it_was_told():
    calendar = icalendar.Calendar.from_ical(calendar_file("Échéancier", [_event()], now=NOW))

    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == _event().title
    assert event["DESCRIPTION"] == "Art. 26(5)\nAna Arnaud"
    assert event.decoded("DTSTART") == date(2027, 12, 2)
    assert event["UID"] == "1@etech"
    assert event["TRANSP"] == "TRANSPARENT"


def test_no_text_adds_a_line_of_its_own():
    data = calendar_file("x", [_event(title="a\r\nBEGIN:VEVENT\r\nSUMMARY:b")], now=NOW)

    assert data.count(b"\r\nBEGIN:VEVENT") == 1


def test_an_empty_calendar_is_one_too():
    assert icalendar.Calendar.from_ical(calendar_file("x", [], now=NOW)).walk("VEVENT") == []
