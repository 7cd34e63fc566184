"""Days as a calendar file (RFC 5545), for whatever calendar its reader keeps."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

ICS = "text/calendar; charset=utf-8"
PRODUCT = "-//Etech//Etech IA//FR"


@dataclass(frozen=True, slots=True)
class DayEvent:
    """Something due on a day. The same `uid` later moves it, where the file is read again."""

    uid: str
    day: dt.date
    title: str
    text: str
    url: str
    category: str


def calendar_file(name: str, events: Iterable[DayEvent], *, now: dt.datetime) -> bytes:
    """Every event takes its whole day and leaves it free. `now` is aware."""
    icalendar = import_module("icalendar")  # loaded at the first file: few pages need it
    calendar = icalendar.Calendar()
    for key, value in {"prodid": PRODUCT, "version": "2.0", "x-wr-calname": name}.items():
        calendar.add(key, value)
    for event in events:
        entry = icalendar.Event()
        told = {
            "uid": event.uid, "dtstamp": now, "dtstart": event.day, "summary": event.title,
            "description": event.text, "url": event.url, "categories": [event.category],
            "transp": "TRANSPARENT",
        }  # fmt: skip
        for field, given in told.items():
            entry.add(field, given)
        calendar.add_component(entry)
    return calendar.to_ical()
