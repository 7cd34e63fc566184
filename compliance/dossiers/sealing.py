"""The seal of a dossier: a trailer after the last byte, in the one spelling that `verifier.py` reads."""

import base64
import hashlib
from dataclasses import dataclass

from compliance.dossiers import verifier
from etech_ai.audit import signing


@dataclass(frozen=True, slots=True)
class Sealed:
    """The file as it leaves: `sha256` is of all bytes before the trailer, `signer` the key's fingerprint."""

    data: bytes
    sha256: str
    signer: str


def seal(pdf: bytes) -> Sealed:
    """Sign every byte with the installation's current key."""
    digest, key = hashlib.sha256(pdf).hexdigest(), signing.public_key()
    signed = signing.sign(verifier.message(len(pdf), digest, key))
    signature = base64.b64decode(signed["signature"]).hex()
    trailer = (
        f"\n%ETECH-SEAL 1\n%length {len(pdf)}\n%sha256 {digest}\n%key {key.hex()}\n"
        f"%signature {signature}\n%END-ETECH-SEAL\n"
    )
    return Sealed(pdf + trailer.encode(), digest, signed["signer"])
