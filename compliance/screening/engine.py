"""Screen a text. Its time follows its length: it is read in pieces, each detector once a piece."""

from collections.abc import Collection, Iterable, Iterator

from compliance.screening import (
    PRECEDENCE,
    RANKED,
    Finding,
    Kind,
    Screened,
    assignments,
    civil,
    clients,
    identities,
    networks,
    people,
    secrets,
    sensitive,
    tables,
)
from compliance.screening.folding import plain as folded

LONGEST_PIECE = 2000
OVERLAP = 200
"""Characters that two pieces of one long line share: longer than any number or token that they could cut."""

Found = tuple[Kind, int, int]


def screen(text: str, *, names: Collection[str] = ()) -> Screened:
    """What the text holds; `names` are those of clients that the reader may know.

    Nothing is kept: no global, no cache, no log sees a character of it.
    """
    findings = tuple(_located(text, _without_overlaps(_found(text, names))))
    proposed = {finding.level for finding in findings}
    return Screened(findings, tuple(level for level in RANKED if level in proposed))


def _found(text: str, names: Collection[str]) -> Iterator[Found]:
    plain = folded(text)
    yield from secrets.private_keys(text)
    yield from sensitive.markings(text, plain)
    yield from _in_lines(text, plain)
    yield from assignments.in_text(text, plain)
    yield from tables.in_text(text, plain)
    yield from clients.in_text(text, plain, names)
    yield from civil.in_text(text, plain)
    named = list(people.in_text(text, plain))
    yield from named
    yield from sensitive.in_text(plain, [(start, end) for _kind, start, end in named])


def _in_lines(text: str, plain: str) -> Iterator[Found]:
    detectors, firms = secrets.detectors_for(plain), identities.names_firms(plain)
    for start, piece in _pieces(text):
        if piece.isspace():
            continue
        low = plain[start : start + len(piece)]
        found = [*secrets.in_line(piece, low, detectors), *identities.in_line(piece, low, firms=firms)]
        if assignments.may_hold(low):
            found += assignments.in_line(piece, low)
        if "." in low or "::" in low:
            found += networks.in_line(low)
        yield from ((kind, start + first, start + last) for kind, first, last in found)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Lines, the long ones cut into pieces that overlap, each with its place in the text."""
    start = 0
    for line in text.splitlines(keepends=True):
        for offset in range(0, max(len(line), 1), LONGEST_PIECE - OVERLAP):
            yield start + offset, line[offset : offset + LONGEST_PIECE]
            if offset + LONGEST_PIECE >= len(line):
                break
        start += len(line)


def _without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Where two overlap the one that comes first in `Kind` stays; of one kind, the longer."""
    ranked = sorted(set(found), key=lambda item: (PRECEDENCE[item[0]], item[1] - item[2], item[1]))
    kept: list[Found] = []
    taken = bytearray(max((end for _kind, _start, end in ranked), default=0))
    for kind, start, end in ranked:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((kind, start, end))
    return sorted(kept, key=lambda item: item[1])


def _located(text: str, found: Iterable[Found]) -> Iterator[Finding]:
    line, reached = 1, 0
    for kind, start, end in found:
        line += text.count("\n", reached, start)
        reached = start
        yield Finding(kind, start, end, line)
