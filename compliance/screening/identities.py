"""Numbers and addresses of people and firms; a number counts only when its check digits are right."""

import re
from collections.abc import Callable, Iterator

import phonenumbers
from stdnum import iban, luhn
from stdnum.fr import nir, siren, siret, tva

from compliance.screening import Kind

Found = tuple[Kind, int, int]
EDGE, END = r"(?<![\w])", r"(?![\w])"
PLACEHOLDERS = ("example.com", "example.org", "example.net", ".example", ".test", ".invalid", ".localhost")
"""Domains that RFC 2606 and RFC 6761 keep for examples: nobody lives there."""

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
NUMBERS: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (
        Kind.NIR,
        re.compile(
            EDGE + r"[1-478][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}[ .]?\d{2}" + END
        ),
        nir.is_valid,
    ),
    (
        Kind.IBAN,
        re.compile(EDGE + r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?" + END),
        iban.is_valid,
    ),
    (Kind.CARD, re.compile(EDGE + r"[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}" + END), luhn.is_valid),
    (Kind.SIRET, re.compile(EDGE + r"\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{5}" + END), siret.is_valid),
    (Kind.VAT, re.compile(EDGE + r"FR ?[0-9A-Z]{2} ?\d{3} ?\d{3} ?\d{3}" + END), tva.is_valid),
    (Kind.SIREN, re.compile(r"(?<![\w])(?<!\d )\d{3}([ .]?)\d{3}\1\d{3}(?![\w])(?! \d)"), siren.is_valid),
)
SEPARATORS = str.maketrans("", "", " .-")
EIGHT_DIGITS = re.compile(r"\d(?:[ .-]?\d){7}")
"""What every number above holds but an IBAN, which says so by its first four characters."""
COUNTRY = re.compile(r"[A-Z]{2}\d{2}")
DIALLED = re.compile(
    r"(?<![0-9A-Za-z])0(?:(?:\D{0,4}\d){9}|\D{0,4}0(?:\D{0,4}\d){5})|\+\D{0,9}\d(?:\D{0,4}\d){4}"
)
"""What every number that begins with 0, 00 or + holds at least. The library reads a line far more slowly."""


def in_line(line: str) -> Iterator[Found]:
    """Places in one line, which the caller keeps short."""
    if "@" in line:
        yield from _emails(line)
    if EIGHT_DIGITS.search(line) or COUNTRY.search(line):
        yield from _numbers(line)
    if DIALLED.search(line):
        yield from _phones(line)


def _emails(line: str) -> Iterator[Found]:
    for found in EMAIL.finditer(line):
        if not found.group().lower().endswith(PLACEHOLDERS):
            yield Kind.EMAIL, *found.span()


def _numbers(line: str) -> Iterator[Found]:
    for kind, pattern, is_valid in NUMBERS:
        for found in pattern.finditer(line):
            if is_valid(found.group().translate(SEPARATORS)):
                yield kind, *found.span()


def _phones(line: str) -> Iterator[Found]:
    for found in phonenumbers.PhoneNumberMatcher(line, "FR", phonenumbers.Leniency.VALID):
        if found.raw_string.lstrip("(").startswith(("0", "+")):
            yield Kind.PHONE, found.start, found.end
