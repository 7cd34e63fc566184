"""Ed25519 signatures of this installation: checkpoints of the trail, later the seals of dossiers.

Keys come from ``ETECH_SEAL_KEYS``: base64 seeds, the first signs, all of them verify.
"""

import base64
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


def _private_keys() -> list[Ed25519PrivateKey]:
    return [Ed25519PrivateKey.from_private_bytes(base64.b64decode(seed)) for seed in settings.SEAL_KEYS]


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the raw public key, hexadecimal: what is published and compared."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()


def sign(message: bytes) -> dict[str, str]:
    """The signature of a message with the current key: base64 ``signature`` and the key's ``signer``."""
    key = _private_keys()[0]
    signature = base64.b64encode(key.sign(message)).decode()
    return {"signature": signature, "signer": fingerprint(key.public_key())}


def public_key() -> bytes:
    """The 32 bytes of the key that signs now."""
    return _private_keys()[0].public_key().public_bytes_raw()


def holds(message: bytes, signed: dict[str, str]) -> bool:
    """Whether one of this installation's keys, current or past, signed the message."""
    for key in _private_keys():
        public = key.public_key()
        if fingerprint(public) == signed["signer"]:
            return _verifies(public, base64.b64decode(signed["signature"]), message)
    return False


def _verifies(public: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def fingerprints() -> list[str]:
    """The keys this installation stands for: the one that signs now first, then past ones."""
    return [fingerprint(key.public_key()) for key in _private_keys()]
