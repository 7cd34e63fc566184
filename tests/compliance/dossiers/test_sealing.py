"""The seal covers every byte, and the verifier needs nothing but Python."""

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from compliance.dossiers import verifier
from compliance.dossiers.sealing import seal

PDF = b"%PDF-1.7\n" + bytes(range(256)) + b"\n%%EOF\n"
OTHER_KEY = "0" * 64
RFC_8032 = [  # section 7.1: secret is not needed here; public key, message, signature
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
]


@pytest.fixture
def sealed():
    return seal(PDF)


def run(tmp_path: Path, data: bytes, *arguments: str) -> subprocess.CompletedProcess:
    file = tmp_path / "dossier.pdf"
    file.write_bytes(data)
    program = Path(verifier.__file__)
    command = [sys.executable, "-I", "-S", str(program), str(file), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)


def test_a_sealed_file_is_intact_and_its_signer_is_confirmed_by_the_fingerprint(sealed):
    assert verifier.verify(sealed.data).verdict == "unconfirmed"
    report = verifier.verify(sealed.data, sealed.signer)

    assert (report.verdict, report.problem, report.sha256) == ("confirmed", "", sealed.sha256)
    assert sealed.data.startswith(PDF)


def test_a_change_of_any_byte_is_refused(sealed):
    for at in range(len(sealed.data)):
        changed = bytearray(sealed.data)
        changed[at] ^= 1 if at % 2 else 0x20
        assert verifier.verify(bytes(changed)).verdict == "altered", at


def test_a_byte_more_or_less_anywhere_is_refused(sealed):
    for at in range(len(sealed.data)):
        assert verifier.verify(sealed.data[:at] + sealed.data[at + 1 :]).verdict == "altered", at
        assert verifier.verify(sealed.data[:at] + b"\n" + sealed.data[at:]).verdict == "altered", at
    assert verifier.verify(sealed.data + b"\n").verdict == "altered"
    assert verifier.verify(sealed.data + sealed.data[len(PDF) :]).verdict == "altered"


def test_the_seal_of_one_file_does_not_fit_another(sealed):
    assert verifier.verify(b"%PDF-1.4 other" + sealed.data[len(PDF) :]).verdict == "altered"


def test_another_key_is_told_apart(sealed):
    report = verifier.verify(sealed.data, OTHER_KEY)

    assert (report.verdict, report.signer) == ("altered", sealed.signer)
    assert "another key" in report.problem


@pytest.mark.parametrize("data", [b"", b"%PDF", PDF])
def test_what_was_never_sealed_is_refused(data):
    assert verifier.verify(data).verdict == "altered"


@pytest.mark.parametrize(("key", "text", "signature"), RFC_8032)
def test_the_vectors_of_the_standard_hold(key, text, signature):
    assert verifier.signed_by(bytes.fromhex(key), bytes.fromhex(text), bytes.fromhex(signature))


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=80))
def test_it_agrees_with_the_library_that_signs(seed, text):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(text)

    assert verifier.signed_by(public, text, signature)
    assert not verifier.signed_by(public, text + b"!", signature)


def test_a_signature_has_one_spelling():
    key, text, signature = (bytes.fromhex(part) for part in RFC_8032[1])
    higher = int.from_bytes(signature[32:], "little") + verifier.Q

    assert not verifier.signed_by(key, text, signature[:32] + higher.to_bytes(32, "little"))


def test_the_file_alone_tells_by_its_exit_code(tmp_path, sealed):
    confirmed = run(tmp_path, sealed.data, "--key", sealed.signer)
    unconfirmed = run(tmp_path, sealed.data)
    altered = run(tmp_path, sealed.data.replace(b"PDF-1.7", b"PDF-1.6"), "--key", sealed.signer)
    stranger = run(tmp_path, sealed.data, "--key", OTHER_KEY)

    assert [ran.returncode for ran in (confirmed, unconfirmed, altered, stranger)] == [0, 2, 1, 1]
    assert confirmed.stdout.startswith("INTACT") and "content" in altered.stdout
    assert not any(ran.stderr for ran in (confirmed, unconfirmed, altered, stranger))


def test_words_that_make_no_sense_are_answered_with_the_usage(tmp_path, sealed):
    assert "usage" in run(tmp_path, sealed.data, "--help").stderr
    assert "64 digits" in run(tmp_path, sealed.data, "--key", "abc").stderr
