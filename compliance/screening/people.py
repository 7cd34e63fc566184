"""Names of people.

A name has no check digit. It is taken for one after a title, in a field that holds a name, under a closing
formula, or where a known first name is followed by a word with a capital. A first name alone is not.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from compliance.screening import Kind
from compliance.screening.folding import plain as folded

Found = tuple[Kind, int, int]


def _words(name: str) -> frozenset[str]:
    """The words of a file of this folder, one a line."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


FIRST_NAMES, NOT_NAMES = _words("first_names.txt"), _words("not_names.txt")
CAPITAL = "A-ZÀ-ÖØ-ÝŁŚŽŠČ"
WORD = rf"[{CAPITAL}][\w’'-]*\w"
PARTICLE = (
    r"(?:(?:de|du|des|da|dos|di|van|von|der|den|ten|el|al|ben|le|la|El|Al|Ben|Le|La|De|Du|Van|Von)[ \u00a0]"
    r"|[dD][’'])"
)
SURNAME = rf"(?:{PARTICLE}){{0,2}}{WORD}"
NAME = rf"{SURNAME}(?:[ \u00a0]{SURNAME}){{0,2}}"

CAPITALISED = re.compile(rf"(?<![\w’'.@/-]){WORD}")
FOLLOWING = re.compile(rf"[ \u00a0](?P<name>{SURNAME}(?:[ \u00a0-]{SURNAME})?)(?![\w(]|\.\w)")
SHOUTED = re.compile(
    rf"(?:^|[\n:;,|\t(<\"'–—-])[ \u00a0]?(?P<name>[{CAPITAL}]{{3,}}(?:[ '-][{CAPITAL}]{{2,}}){{0,2}})"
    r"[ \u00a0]\Z"
)
"""« DUPUIS Karine », as directories write it."""
TITLED = re.compile(
    r"(?<![\w.])(?:MM?\.|M(?:me|lle)s?\.?|M(?:onsieur|adame|ademoiselle)|M(?:rs?|s)\.?|[DP]r\.?|MME|MLLE)"
    rf"[ \u00a0]+(?P<name>{NAME})"
)
SEVERAL = re.compile(
    rf"(?<![\w.])(?:MM\.|Mmes|Mlles|Messieurs"
    rf"|Mesdames)[ \u00a0]+(?P<first>{SURNAME})(?:,[ \u00a0](?P<second>{SURNAME}))?"
    rf"[ \u00a0](?:et|and)[ \u00a0](?P<last>{SURNAME})"
)
CLOSED = re.compile(
    r"\b(?:cordialement|bien a vous|salutations|merci|regards|best|sincerely|thanks|cheers)"
    r"(?:,\s{1,8}|[ \t]*\n\s{0,8})(?=\S)"
)
SIGNED = re.compile(rf"(?P<name>{WORD}(?:[ \u00a0]{SURNAME}){{1,2}})(?=[ \t]*(?:[,\n]|$))")
FIELD = re.compile(
    r"(?:(?:(?<=[\"'])nom(?=[\"'])|(?<=\n)[sfc]n(?=:)|nom[ _-]complet|full[ _-]?name|last[ _-]?name"
    r"|sur[ _-]?name"
    r"|family[ _-]?name|nom[ _-]de[ _-]famille|salariee?|employee|candidate?|assuree?|patiente?"
    r"|beneficiaire|beneficiary"
    r"|titulaire|[_ ]holder|voyageur|traveller|passenger|conducteur|conductrice|driver|gerante?"
    r"|signataire|signatory|<nm"
    r"|(?:reviewed|signed-off|co-authored|acked|reported|tested)-by)[\"']?[ \u00a0]?[:=>]"
    r"|my name is|je m'appelle|\b(?:reported|requested|prepared|written|approved) by"
    r"|\bon behalf of)[ \u00a0]?[\"']?(?=\S)"
)
FIELDS = (
    "nom", "name", "salarie", "employee", "candidat", "assure", "patient", "benefici", "titulaire",
    "holder", "voyageur",
    "traveller", "passenger", "conduct", "driver", "gerant", "signat", "<nm", "\nsn:", "\ncn:", "\nfn:",
    "-by", "je m'appelle", "ed by", "written by", "behalf of",
)  # fmt: skip
"""Words of which each field above holds one; looking for them is cheaper."""
FIELD_VALUE = re.compile(rf"(?:(?:M\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)[ \u00a0])?(?P<name>{NAME})(?![\w(])")
SINGLE = re.compile(r"^sn|last|sur[ _-]?name|family|famille|^nom[\"']")
"""Fields that hold a surname alone."""
FIRST_NAME = re.compile(r"prenom|first[ _]?name|given[ _]?name")

STREET = re.compile(
    r"(?:rue|avenue|boulevard|place|quai|cours|square|lycee|college|ecole|hopital|universite|stade|salle"
    r"|gare|metro"
    r"|street|road|saint|sainte|prix|tour|batiment|campus)(?: de| du| d')?\W$"
)


def in_text(text: str, plain: str) -> Iterator[Found]:
    """Places in a text, given as written and in plain letters."""
    yield from _titled(text)
    yield from _known(text)
    yield from _signed(text, plain)
    if any(map(plain.__contains__, FIELDS)):
        yield from _in_fields(text, plain)


def _titled(text: str) -> Iterator[Found]:
    for found in TITLED.finditer(text):
        if name := _named(found["name"]):
            yield Kind.PERSON, found.start("name"), found.start("name") + len(name)
    for found in SEVERAL.finditer(text):
        yield from ((Kind.PERSON, *found.span(name)) for name in found.groupdict() if found[name])


def _known(text: str) -> Iterator[Found]:
    """A known first name and what follows it."""
    for first in CAPITALISED.finditer(text):
        if _first_of(first.group()) not in FIRST_NAMES:
            continue
        rest = FOLLOWING.match(text, first.end())
        if rest and (name := _named(rest["name"])) and not _is_in_a_place(text, first.start()):
            yield Kind.PERSON, first.start(), rest.start("name") + len(name)
        elif surname := _shouted(text, first.start()):
            yield Kind.PERSON, surname.start("name"), first.end()


def _shouted(text: str, end: int) -> re.Match[str] | None:
    """A surname in capitals that ends there."""
    found = SHOUTED.search(text, max(end - 40, 0), end)
    return found if found and _may_be_named(found["name"]) else None


def _is_in_a_place(text: str, start: int) -> bool:
    """« rue Victor Hugo »."""
    return STREET.search(folded(text[max(start - 16, 0) : start])) is not None


def _first_of(word: str) -> str:
    """« Jean-Baptiste » is known by « jean »."""
    return folded(word.partition("-")[0])


def _signed(text: str, plain: str) -> Iterator[Found]:
    for closed in CLOSED.finditer(plain):
        signed = SIGNED.match(text, closed.end())
        if signed and _named(signed["name"]) == signed["name"]:
            yield Kind.PERSON, *signed.span("name")


def _in_fields(text: str, plain: str) -> Iterator[Found]:
    for field in FIELD.finditer(plain):
        found = FIELD_VALUE.match(text, field.end())
        if field.group().startswith(("nom'", 'nom"')) and not FIRST_NAME.search(
            plain, max(field.start() - 150, 0), field.end() + 150
        ):
            continue
        if found and is_person(found["name"], may_be_single=SINGLE.search(field.group()) is not None):
            yield Kind.PERSON, *found.span("name")


def is_person(written: str, *, may_be_single: bool) -> bool:
    """Whether the value of a field reads as the name of a person."""
    words = written.split()
    return (may_be_single or len(words) > 1) and len(words) <= 5 and _named(written) == written


def _named(written: str) -> str:
    """What is written, up to the first word that no name holds."""
    words = written.replace("\u00a0", " ").split(" ")
    kept = list(takewhile(_may_be_named, words))
    return " ".join(kept)


def _may_be_named(word: str) -> bool:
    return folded(word) not in NOT_NAMES and not any(sign.isdigit() or sign == "_" for sign in word)


def names_in(text: str) -> re.Match[str] | None:
    """A whole cell that reads as a name: capitals at the head of its words."""
    return re.fullmatch(NAME, text)
