"""Reading the body of an answer without believing it: its size, its compression, its end, its JSON."""

import json
import zlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NoReturn

MAX_BYTES = 20 * 1024 * 1024
GZIP = 16 + zlib.MAX_WBITS
PIECE = 64 * 1024


class BrokenBody(Exception):
    """The body is not what was agreed; the message is a short English word for reports of engineers."""


class TooLarge(BrokenBody):
    """More than `MAX_BYTES`, counted after decompression."""


class CutShort(BrokenBody):
    """The compressed body ends before its end."""


def read(chunks: Iterator[bytes], encoding: str, limit: int = MAX_BYTES) -> bytes:
    """The body, decompressed in small pieces so that a bomb never unfolds. Raises BrokenBody."""
    pieces = _unzipped(chunks) if encoding in {"gzip", "x-gzip"} else _plain(chunks, encoding)
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit:
            raise TooLarge("too large")
    return bytes(body)


def parse(body: bytes) -> Any:
    """The JSON value, with every number that is not whole as a Decimal. Raises BrokenBody."""
    try:
        return json.loads(body.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError, ArithmeticError):
        # ValueError covers bad UTF-8, bad JSON and whole numbers of thousands of digits.
        pass
    raise BrokenBody("not JSON")


def _plain(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    if encoding not in {"", "identity"}:
        raise BrokenBody("unknown encoding")
    yield from chunks


def _unzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    gzip = zlib.decompressobj(GZIP)
    try:
        for chunk in chunks:
            yield from _unfold(gzip, chunk)
    except zlib.error:
        raise BrokenBody("bad compression") from None
    if not gzip.eof:
        raise CutShort("cut short")


def _unfold(gzip: "zlib._Decompress", waiting: bytes) -> Iterator[bytes]:
    is_full = False
    while (waiting or is_full) and not gzip.eof:
        piece = gzip.decompress(waiting, PIECE)
        is_full = len(piece) == PIECE  # the rest of a full piece may already be inside
        waiting = gzip.unconsumed_tail
        yield piece


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
