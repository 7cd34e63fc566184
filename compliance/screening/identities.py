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

EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,4}\.[A-Za-z]{2,24}(?![\w])"
)
NOBODY = re.compile(r"^(?:git|svn|hg|no-?reply|ne-?pas-?repondre|postmaster|mailer-daemon)@", re.IGNORECASE)
NUMBERS: tuple[tuple[Kind, int, re.Pattern[str], Callable[[str], bool]], ...] = (
    (
        Kind.NIR,
        13,
        re.compile(
            EDGE + r"[1-478][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[AB])[ .]?\d{3}[ .]?\d{3}[ .]?\d{2}" + END
        ),
        nir.is_valid,
    ),
    (Kind.CARD, 16, re.compile(EDGE + r"[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{4}" + END), luhn.is_valid),
    (Kind.SIRET, 14, re.compile(EDGE + r"\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{5}" + END), siret.is_valid),
    (Kind.VAT, 9, re.compile(EDGE + r"FR ?[0-9A-Z]{2} ?\d{3} ?\d{3} ?\d{3}" + END), tva.is_valid),
    (
        Kind.SIREN,
        9,
        re.compile(r"(?<![\w])(?<!\d[ .])\d{3}( ?)\d{3}\1\d{3}(?![\w])(?![ .]\d)"),
        siren.is_valid,
    ),
)
TIMESTAMP = re.compile(
    r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d$"
)
"""Fourteen digits that are a second of a day, as names of files and archives have them."""
"""Kind, digits that it holds at least, form, check."""
IBAN = re.compile(EDGE + r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?" + END)
SEPARATORS = str.maketrans("", "", " .-")
DIGITS_IN_A_ROW = re.compile(r"\d(?:[ .-]?[\dAB]){8,}")
DIALLED = re.compile(
    r"(?<![0-9A-Za-z])0\W{0,4}\d(?:\W{0,4}(?=\d\d)\d|(?<=\d)\d){8}"
    r"|(?<![0-9A-Za-z])00(?:\W{0,4}\d){5}|\+\D{0,9}\d(?:\D{0,4}\d){4}"
)
"""What every number that begins with 0, 00 or + holds at least: the library reads a line far more slowly.
Digits that stand one by one, as in a drawing, are not dialled."""
OVERSEAS = {
    region: re.compile(rf"(?<!\w)0(?:{begins})")
    for region, begins in {
        "GP": "590|690|691", "GF": "594|694", "MQ": "596|696|697", "RE": "262|263|692|693", "YT": "269|639",
    }.items()
}  # fmt: skip
IS_OVERSEAS = re.compile(r"(?<!\w)0(?:26|59|63|69)")
"""Numbers of Guadeloupe, Guyane, Martinique, La Réunion and Mayotte, dialled as in the métropole."""
DIGITS = "01234567890123456789"
SERIAL = re.compile(
    r"[\w.]/$|\b(?:commit|merge|lots?|serie|serial(?: number)?|ref|reference|batch|commande|order|colis"
    r"|sku)\b[\s:.no°-]{0,8}$"
)
PLATE = re.compile(r"(?<![\w-])[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}(?![\w-])")
"""Since 2009: two letters, three digits, two letters, without I, O and U (arrêté du 9 février 2009)."""
DOCUMENT = re.compile(
    r"(?<!\w)(?:\d{2}[A-Z]{2}\d{5}|(?=[A-Z0-9]{0,8}\d)(?=[A-Z0-9]{0,8}[A-Z])[A-Z0-9]{9}|\d{12})(?!\w)"
)
"""A French passport, an identity card since 2021, one before: only beside a word that says so."""
SAYS_DOCUMENT = (
    "passport", "passeport", "cni", "d'identite", "identity card", "identity_card", "id card", "id_card",
    "titre de sejour",
)  # fmt: skip


def names_firms(plain: str) -> bool:
    """Whether a text speaks of registers of firms.

    Nine digits in a row are a SIREN only then: one number in ten has the right check digit.
    """
    return any(word in plain for word in ("siren", "siret", "rcs", "kbis", "tva", "vat", "regist"))


def in_line(line: str, plain: str, *, firms: bool) -> Iterator[Found]:
    """Places in one line, given as written and in plain letters, which the caller keeps short."""
    if "@" in line:
        yield from _emails(line)
    for kind, start, end in _numbers(line):
        if firms or kind != Kind.SIREN or " " in line[start:end]:
            yield kind, start, end
    yield from (
        (Kind.IBAN, *found.span()) for found in IBAN.finditer(line) if _is_sound(found, iban.is_valid)
    )
    if DIALLED.search(line):
        yield from _phones(line, plain)
    if "-" in line:
        yield from ((Kind.PLATE, *found.span()) for found in PLATE.finditer(line))
    if any(map(plain.__contains__, SAYS_DOCUMENT)):
        yield from ((Kind.DOCUMENT, *found.span()) for found in DOCUMENT.finditer(line))


def _emails(line: str) -> Iterator[Found]:
    for found in EMAIL.finditer(line):
        if not found.group().lower().endswith(PLACEHOLDERS) and not NOBODY.match(found.group()):
            yield Kind.EMAIL, *found.span()


def _numbers(line: str) -> Iterator[Found]:
    rows = [len(row.group().translate(SEPARATORS)) for row in DIGITS_IN_A_ROW.finditer(line)]
    for kind, digits, pattern, is_valid in NUMBERS if rows else ():
        if digits <= max(rows):
            for found in pattern.finditer(line):
                if _is_sound(found, is_valid):
                    yield kind, *found.span()


def _is_sound(found: re.Match[str], is_valid: Callable[[str], bool]) -> bool:
    """Its check digits are right, and it is neither one digit repeated nor a second of a day."""
    digits = found.group().translate(SEPARATORS)
    return is_valid(digits) and len(set(digits)) > 2 and not TIMESTAMP.match(found.group())


def _phones(line: str, plain: str) -> Iterator[Found]:
    for region in _regions(line):
        for found in phonenumbers.PhoneNumberMatcher(line, region, phonenumbers.Leniency.VALID):
            is_dialled = found.raw_string.lstrip("(").startswith(("0", "+"))
            if (
                is_dialled
                and found.raw_string not in DIGITS
                and not SERIAL.search(plain, max(found.start - 24, 0), found.start)
            ):
                yield Kind.PHONE, found.start, found.end


def _regions(line: str) -> Iterator[str]:
    yield "FR"
    if IS_OVERSEAS.search(line):
        yield from (region for region, begins in OVERSEAS.items() if begins.search(line))
