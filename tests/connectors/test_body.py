"""The body of an answer, which may lie about itself."""

import gzip
import json
import tracemalloc
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.connectors import body

CHUNKS = st.lists(st.integers(1, 50), min_size=1, max_size=20)


def _chunks(data: bytes, sizes: list[int]) -> list[bytes]:
    found = []
    while data:
        for size in sizes:
            found.append(data[:size])
            data = data[size:]
    return found


@given(st.binary(max_size=3000), CHUNKS)
def test_a_compressed_body_is_read_however_it_is_cut_into_pieces(data, sizes):
    assert body.read(iter(_chunks(gzip.compress(data), sizes)), "gzip") == data
    assert body.read(iter(_chunks(data, sizes)), "") == data


@given(st.binary(min_size=1, max_size=3000), CHUNKS, st.data())
def test_a_compressed_body_that_ends_early_is_cut_short(data, sizes, drawn):
    packed = gzip.compress(data)
    kept = packed[: drawn.draw(st.integers(0, len(packed) - 9))]

    with pytest.raises(body.CutShort):
        body.read(iter(_chunks(kept, sizes)), "gzip")


@pytest.mark.parametrize("encoding", ["", "identity", "gzip"])
@pytest.mark.parametrize(("size", "passes"), [(1000, True), (1001, False)])
def test_the_limit_counts_what_was_unfolded(encoding, size, passes):
    data = b" " * size
    sent = gzip.compress(data) if encoding == "gzip" else data

    if passes:
        assert len(body.read(iter([sent]), encoding, limit=1000)) == 1000
    else:
        with pytest.raises(body.TooLarge):
            body.read(iter([sent]), encoding, limit=1000)


def test_a_bomb_is_left_folded():
    bomb = gzip.compress(b"\0" * 64 * 1024**2)
    tracemalloc.start()
    with pytest.raises(body.TooLarge):
        body.read(iter([bomb]), "gzip", limit=1024**2)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert peak < 8 * 1024**2


@pytest.mark.parametrize("encoding", ["br", "deflate", "gzip, gzip", "zstd", "compress"])
def test_an_encoding_that_nobody_asked_for_is_refused(encoding):
    with pytest.raises(body.BrokenBody):
        body.read(iter([gzip.compress(gzip.compress(b"{}"))]), encoding)


def test_what_is_not_gzip_is_refused():
    with pytest.raises(body.BrokenBody):
        body.read(iter([b"{}"]), "gzip")


def test_money_keeps_its_exact_decimal():
    value = body.parse(b'{"netAmount": 24.105, "n": 7, "tiny": 1e-30}')

    assert value == {"netAmount": Decimal("24.105"), "n": 7, "tiny": Decimal("1e-30")}
    assert type(value["netAmount"]) is Decimal


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html>",
        b'{"seats": [',
        b"{} {}",
        b"NaN",
        b'{"a": Infinity}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"1" * 5000,
        b"'a'",
        json.dumps({"a": "é"}).encode("utf-16"),
    ],
)
def test_what_is_not_json_is_broken(data):
    with pytest.raises(body.BrokenBody) as broken:
        body.parse(data)

    assert broken.value.__cause__ is None
    assert broken.value.__context__ is None


@given(st.binary(max_size=200))
def test_any_bytes_are_json_or_broken(data):
    with suppress(body.BrokenBody):
        body.parse(data)
