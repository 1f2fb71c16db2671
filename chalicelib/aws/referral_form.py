"""How a member is named in a link of theirs: one block of AES, the same each time.

A block is a permutation: who has no key can neither read the id, nor make a name that reads as one,
but for one in 2^48 (the hash inside).
"""

import hmac

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

from chalicelib.core.values import ID_CHARACTERS, from_base32, to_base32

CHARACTERS = 26
_ID_BYTES = ID_CHARACTERS * 5 // 8
_CHECK_BYTES = 16 - _ID_BYTES


def seal(key: bytes, county_id: str, member_id: str) -> str:
    """In lower case, as codes of channels are."""
    raw = from_base32(member_id.rpartition("_")[2]).to_bytes(_ID_BYTES)
    block = _cipher(key).encryptor().update(raw + _check(key, county_id, raw))
    return to_base32(int.from_bytes(block), characters=CHARACTERS).lower()


def read(key: bytes, county_id: str, name: str) -> str | None:
    try:
        block = from_base32(name.upper()).to_bytes(16)
    except (ValueError, OverflowError):
        return None
    raw = _cipher(key).decryptor().update(block)
    if not hmac.compare_digest(raw[_ID_BYTES:], _check(key, county_id, raw[:_ID_BYTES])):
        return None
    return f"mem_{to_base32(int.from_bytes(raw[:_ID_BYTES]), characters=ID_CHARACTERS)}"


def _cipher(key: bytes) -> "Cipher[ECB]":
    # One block: there is no second one that could look like it.
    return Cipher(AES(key), ECB())  # noqa: S305


def _check(key: bytes, county_id: str, raw: bytes) -> bytes:
    return hmac.digest(key, county_id.encode() + raw, "sha256")[:_CHECK_BYTES]
