#!/usr/bin/env python3
"""Check a sealed dossier, offline, with nothing but Python 3.8 or later.

    python3 verifier.py FILE.pdf [--key FINGERPRINT]

Exit code 0: intact, and signed by the key whose fingerprint was given. 2: intact, but nobody said which key
to expect. 1: altered, signed by another key, or not a sealed dossier; what is wrong first is printed.

A sealed dossier is a PDF followed by this trailer, in this one spelling:

    %ETECH-SEAL 1
    %length N            bytes before the line break that opens the trailer
    %sha256 64 hex       SHA-256 of those bytes
    %key 64 hex          the Ed25519 public key
    %signature 128 hex   its signature of "etech-dossier-seal 1", N, the digest and the key, a line each
    %END-ETECH-SEAL

The fingerprint of a key is the SHA-256 of its 32 bytes. Compare it with the one that the issuer publishes.
Ed25519 is that of RFC 8032, section 5.1.7, with every encoding checked to be the only one.
"""

import hashlib
import re
import sys

TRAILER = re.compile(
    rb"\n%ETECH-SEAL 1\n%length ([1-9][0-9]{0,15})\n%sha256 ([0-9a-f]{64})\n%key ([0-9a-f]{64})\n"
    rb"%signature ([0-9a-f]{128})\n%END-ETECH-SEAL\n\Z"
)
LONGEST = 400
FINGERPRINT = re.compile(r"[0-9a-f]{64}\Z")


class Report:
    """What was found: `verdict` is "confirmed", "unconfirmed" or "altered"; `problem` is "" when intact."""

    def __init__(self, verdict, problem="", sha256="", signer=""):
        self.verdict = verdict
        self.problem = problem
        self.sha256 = sha256
        self.signer = signer


def verify(data, fingerprint=None):
    """Look at the bytes of a file. `fingerprint`: 64 digits that name the key that should have signed."""
    found = TRAILER.search(data, max(len(data) - LONGEST, 0))
    if found is None:
        return Report("altered", "no seal at the end of the file, or its lines were changed")
    length, digest, key = int(found.group(1)), found.group(2).decode(), bytes.fromhex(found.group(3).decode())
    signer = hashlib.sha256(key).hexdigest()
    if length != found.start():
        problem = f"the seal covers {length} bytes and stands after {found.start()}"
        return Report("altered", problem, digest, signer)
    if hashlib.sha256(memoryview(data)[:length]).hexdigest() != digest:
        return Report("altered", "the content is not the content that was sealed", digest, signer)
    if not signed_by(key, message(length, digest, key), bytes.fromhex(found.group(4).decode())):
        return Report("altered", "the signature does not hold", digest, signer)
    if fingerprint is None:
        return Report("unconfirmed", "", digest, signer)
    if fingerprint != signer:
        return Report("altered", "intact, but signed by another key than the one given", digest, signer)
    return Report("confirmed", "", digest, signer)


def message(length, digest, key):
    """The bytes that are signed."""
    return f"etech-dossier-seal 1\n{length}\n{digest}\n{key.hex()}\n".encode()


# ---------------------------------------------------------------- Ed25519 (RFC 8032)
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1, 1, 0)


def signed_by(key, text, signature):
    """Whether the 64 bytes are the signature of the text by this 32-byte public key."""
    public, commitment = point(key), point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if public is None or commitment is None or scalar >= Q:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + text).digest(), "little") % Q
    return same(times(scalar, BASE), add(commitment, times(challenge, public)))


def point(encoded):
    """The point of 32 bytes; None when there is none, or when it could be written otherwise."""
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if len(encoded) != 32 or y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def add(a, b):
    """The sum of two points in extended coordinates."""
    m, n = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = n - m, d - c, d + c, n + m
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar, base):
    """The point added to itself so many times."""
    total = IDENTITY
    while scalar:
        if scalar & 1:
            total = add(total, base)
        base, scalar = add(base, base), scalar >> 1
    return total


def same(a, b):
    """Whether two points in extended coordinates are one."""
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


# ---------------------------------------------------------------- command line
CODES = {"confirmed": 0, "unconfirmed": 2, "altered": 1}
TOLD = {
    "confirmed": "INTACT, signed by the key you named.",
    "unconfirmed": "INTACT. The signer is not confirmed: compare the key with the one the issuer publishes.",
}


def main(arguments):
    """Print what was found; the exit code."""
    path, fingerprint = parsed(arguments)
    if path is None:
        sys.stderr.write("usage: python3 verifier.py FILE.pdf [--key FINGERPRINT]\n")
        return 1
    if fingerprint is not None and not FINGERPRINT.match(fingerprint):
        sys.stderr.write("A fingerprint has 64 digits, from 0 to 9 and from a to f.\n")
        return 1
    try:
        with open(path, "rb") as file:
            report = verify(file.read(), fingerprint)
    except OSError as error:
        sys.stderr.write(f"{path} cannot be read: {error.strerror}\n")
        return 1
    sys.stdout.write("{}\n".format(TOLD.get(report.verdict, f"REFUSED: {report.problem}.")))
    if report.signer:
        sys.stdout.write(f"sha256 {report.sha256}\nkey    {report.signer}\n")
    return CODES[report.verdict]


def parsed(arguments):
    """The path and the fingerprint; a path of None when the words make no sense."""
    rest, fingerprint = list(arguments), None
    if "--key" in rest:
        at = rest.index("--key")
        fingerprint = rest[at + 1].lower().replace(" ", "").replace(":", "") if at + 1 < len(rest) else ""
        del rest[at : at + 2]
    if len(rest) != 1 or rest[0].startswith("--"):
        return None, None
    return rest[0], fingerprint


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
