"""Detectors of secrets and personal data: what they find, what they leave, and that threads are apart."""

import threading

import pytest

from compliance.screening import Kind
from compliance.screening.engine import LONGEST_PIECE, screen

FOUND = {
    Kind.KEY: "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
    Kind.TOKEN: "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    Kind.PASSWORD: "hunter2Zx!9",
    Kind.IBAN: "FR76 3000 6000 0112 3456 7890 189",
    Kind.NIR: "2 55 08 14 168 025 38",
    Kind.CARD: "4532 0151 1283 0366",
    Kind.EMAIL: "anne.durand@etech.fr",
    Kind.SIRET: "732 829 320 00074",
    Kind.VAT: "FR 83 404 833 048",
    Kind.SIREN: "732 829 320",
    Kind.PHONE: "06 12 34 56 78",
    Kind.ADDRESS: "8.8.8.8",
}
AROUND = {Kind.PASSWORD: 'password = "{}"'}


def kinds(text):
    return [finding.kind for finding in screen(text).findings]


@pytest.mark.parametrize("kind", FOUND)
def test_each_kind_is_found_where_it_stands(kind):
    text = f"Bonjour,\n{AROUND.get(kind, 'voici {} en clair')}\n".format(FOUND[kind])

    (finding,) = screen(text).findings

    assert finding.kind == kind
    assert text[finding.start : finding.end] == FOUND[kind]
    assert finding.line == 2


@pytest.mark.parametrize(
    "text",
    [
        "FR76 3000 6000 0112 3456 7890 188",
        "2 55 08 14 168 025 39",
        "4532 0151 1283 0367",
        "732 829 321",
        "732 829 320 00075",
        "bob@example.com",
        "password = os.environ['DB']",
        "123e4567-e89b-12d3-a456-426614174000",
        "Le 24 novembre 2026, version 2.14.0, commande 2026-118.",
        "def total(prices):\n    return sum(prices)",
    ],
)
def test_wrong_check_digits_and_placeholders_are_left_alone(text):
    assert kinds(text) == []


def test_a_comment_that_asks_to_look_away_has_no_effect():
    assert kinds('password = "hunter2Zx!9"  # pragma: allowlist secret') == [Kind.PASSWORD]


def test_levels_follow_what_was_found_and_nothing_found_proposes_none():
    assert screen("anne.durand@etech.fr").levels == ("personal",)
    assert screen(f"anne.durand@etech.fr {FOUND[Kind.TOKEN]}").levels == ("personal", "secret")
    assert screen("Bonjour").levels == ()
    assert screen("").levels == ()


def test_a_key_without_an_end_goes_to_the_end_of_the_text():
    text = "a\n-----BEGIN PRIVATE KEY-----\nMIIE\nb"

    (finding,) = screen(text).findings

    assert text[finding.start : finding.end].endswith("b")


@pytest.mark.parametrize("before", [LONGEST_PIECE - 30, LONGEST_PIECE - 201, LONGEST_PIECE - 1])
def test_a_long_line_is_read_across_its_pieces(before):
    text = "x " * (before // 2) + FOUND[Kind.IBAN] + " y" * 2000

    assert kinds(text) == [Kind.IBAN]


def test_findings_never_overlap_and_come_in_order():
    found = screen("\n".join(AROUND.get(kind, "{}").format(text) for kind, text in FOUND.items())).findings

    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


def test_two_threads_find_their_own():
    texts = [f"{FOUND[Kind.TOKEN]}\n" * 40, f"{FOUND[Kind.EMAIL]}\n" * 40]
    found = {}

    def read(number):
        found[number] = {kind for _ in range(5) for kind in kinds(texts[number])}

    threads = [threading.Thread(target=read, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == {0: {Kind.TOKEN}, 1: {Kind.EMAIL}}
