"""Cells whose column says what they hold: CSV, Markdown tables, rows of an INSERT statement.

A password in a table has no name beside it; the head of its column is the name.
"""

import re
from collections.abc import Iterator

from compliance.screening import Kind
from compliance.screening.assignments import is_secret
from compliance.screening.civil import DAY
from compliance.screening.people import is_person, names_in

Found = tuple[Kind, int, int]
Cell = tuple[str, int, int]
PASSWORDS = ("mot de passe", "mot_de_passe", "motdepasse", "mdp", "password", "passwd", "pwd", "secret")
SURNAMES = ("last_name", "lastname", "last name", "surname", "family_name", "nom_famille", "nom de famille")
FULL_NAMES = (
    "full_name", "fullname", "full name", "nom complet", "nom_complet", "conducteur", "driver",
    "titulaire", "holder",
)  # fmt: skip
NAMES = ("nom", "name")
"""A column of names of anything, unless one beside it is a person's."""
PERSONAL = frozenset((
    "prenom", "first_name", "firstname", "first", "given_name", "email", "e-mail", "courriel", "mail",
    "telephone", "phone", "tel", "mobile", "nir", "date_naissance", "naissance", "birth_date", "dob",
    "adresse",
))  # fmt: skip
BIRTHS = (
    "date_naissance",
    "date de naissance",
    "naissance",
    "birth_date",
    "birthdate",
    "date_of_birth",
    "dob",
)
HINTS = (*PASSWORDS, *SURNAMES, *FULL_NAMES, *NAMES, *BIRTHS)
DELIMITERS = (";", "\t", "|", ",")
INSERT = re.compile(r"insert\s+into\s+[\w.\"`]+\s*\((?P<columns>[^()]{3,400})\)\s*values")
TUPLE = re.compile(r"\s*\(([^()\n]{1,1000})\)\s*,?")
VALUE = re.compile(r"'(?:[^']|'')*'|[^,]+")
DATE = re.compile(DAY)
QUOTES = "\"'` \t\r\n\u00a0"


def in_text(text: str, plain: str) -> Iterator[Found]:
    """Places in a text, given as written and in plain letters."""
    for heads, row in (*_delimited(text, plain), *_inserted(text, plain)):
        for head, (value, start, end) in zip(heads, row, strict=False):
            if kind := _kind_of(head, heads, value):
                yield kind, start, end


def _kind_of(head: str, heads: list[str], value: str) -> Kind | None:
    if head in PASSWORDS:
        return Kind.PASSWORD if is_secret(value) else None
    if head in BIRTHS:
        return Kind.BIRTH if DATE.fullmatch(value.lower()) else None
    if head in SURNAMES or (head in NAMES and not PERSONAL.isdisjoint(heads)):
        return Kind.PERSON if names_in(value) and is_person(value, may_be_single=True) else None
    if head in FULL_NAMES:
        return Kind.PERSON if names_in(value) and is_person(value, may_be_single=False) else None
    return None


def _delimited(text: str, plain: str) -> Iterator[tuple[list[str], list[Cell]]]:
    """Rows under a line of heads, as long as they have as many cells."""
    start, mark = 0, ""
    heads: list[str] = []
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if heads and line.count(mark) == len(heads) - 1:
            yield heads, _cells(text, start, end, mark)
        else:
            heads, mark = _heads(plain[start:end])
        start = end


def _heads(line: str) -> tuple[list[str], str]:
    """The heads of a table and what parts them; nothing where the line is not one of heads."""
    if any(map(line.__contains__, HINTS)):
        for mark in DELIMITERS:
            heads = [head.strip(QUOTES) for head in line.split(mark)]
            if (
                len(heads) > 1
                and any(head in HINTS for head in heads)
                and all(len(head) < 40 for head in heads)
            ):
                return heads, mark
    return [], ""


def _cells(text: str, start: int, end: int, mark: str) -> list[Cell]:
    cells = []
    for cell in text[start:end].split(mark):
        cells.append(_stripped(cell, start))
        start += len(cell) + len(mark)
    return cells


def _stripped(cell: str, start: int) -> Cell:
    lead = len(cell) - len(cell.lstrip(QUOTES))
    value = cell.strip(QUOTES)
    return value, start + lead, start + lead + len(value)


def _inserted(text: str, plain: str) -> Iterator[tuple[list[str], list[Cell]]]:
    """Rows of INSERT INTO … (columns) VALUES (…), (…)."""
    for statement in INSERT.finditer(plain):
        heads = [head.strip(QUOTES) for head in statement["columns"].split(",")]
        row = TUPLE.match(text, statement.end())
        while row:
            values = VALUE.finditer(text, *row.span(1))
            yield heads, [_stripped(value.group(), value.start()) for value in values]
            row = TUPLE.match(text, row.end())
