"""Dates of birth, and postal addresses in France."""

import re
from collections.abc import Iterator

from compliance.screening import Kind
from compliance.screening.people import CAPITAL

Found = tuple[Kind, int, int]
DAY = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}(?:er|st|nd|rd|th)?[ \u00a0][a-z]{3,9}\.?[ \u00a0,]{1,2}\d{4}"
    r"|[a-z]{3,9}[ \u00a0]\d{1,2},?[ \u00a0]\d{4})"
)
BIRTH = re.compile(
    r"(?:\bnee?(?:\(e\))?[ \u00a0]le|naissance|birth[ _-]?date|birthday|date[ _-]of[ _-]birth|\bbday"
    r"|\bborn(?: on)?|\bdob\b|\bddn\b)"
    rf"[\"']?[ \u00a0]?[:=]?[ \u00a0]?[\"']?(?P<day>{DAY})"
)
BIRTHS = (
    "ne le",
    "nee le",
    "e) le",
    "ne\u00a0le",
    "nee\u00a0le",
    "naissance",
    "birth",
    "born",
    "dob",
    "bday",
    "ddn",
)
"""Words of which each date above follows one; looking for them is cheaper."""
POSTAL = re.compile(
    r"(?<![\w.])\d{1,4}(?: ?(?:bis|ter|quater|[a-d]))?,?[ \u00a0](?:rue|avenue|av|boulevard|bd|blvd|place"
    r"|pl|chemin"
    r"|impasse|allees?|route|rte|quai|cours|square|passage|sentier|faubourg|voie|esplanade|residence"
    r"|lotissement"
    r"|hameau|montee|clos|villa)\b[^\n;|\"<>]{2,60}?[,\s–-]{1,4}(?:f-)?\d{5}[ \u00a0]{1,2}(?=[a-z])"
)
TOWN = re.compile(
    rf"[{CAPITAL}][\w’'-]*(?:[ \u00a0](?:(?:sur|sous|en|de|du|les|la|le"
    rf"|l’)[ \u00a0])?[{CAPITAL}][\w’'-]*){{0,4}}"
)


def in_text(text: str, plain: str) -> Iterator[Found]:
    """Places in a text, given as written and in plain letters."""
    if any(map(plain.__contains__, BIRTHS)):
        yield from ((Kind.BIRTH, *found.span("day")) for found in BIRTH.finditer(plain))
    for found in POSTAL.finditer(plain):
        if town := TOWN.match(text, found.end()):
            yield Kind.POSTAL, found.start(), town.end()
