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


class ReferralNames:
    """A member in the link that they hand on."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def seal(self, county_id: str, member_id: str) -> str:
        """In lower case, as codes of channels are."""
        raw = from_base32(member_id.rpartition("_")[2]).to_bytes(_ID_BYTES)
        block = self._cipher().encryptor().update(raw + self._check(county_id, raw))
        return to_base32(int.from_bytes(block), characters=CHARACTERS).lower()

    def read(self, county_id: str, name: str) -> str | None:
        """Whose link it is; `None` of what we did not make."""
        try:
            block = from_base32(name.upper()).to_bytes(16)
        except (ValueError, OverflowError):
            return None
        raw = self._cipher().decryptor().update(block)
        check = self._check(county_id, raw[:_ID_BYTES])
        if not hmac.compare_digest(raw[_ID_BYTES:], check):
            return None
        return f"mem_{to_base32(int.from_bytes(raw[:_ID_BYTES]), characters=ID_CHARACTERS)}"

    def _cipher(self) -> "Cipher[ECB]":
        # One block: there is no second one that could look like it.
        return Cipher(AES(self._key), ECB())  # noqa: S305

    def _check(self, county_id: str, raw: bytes) -> bytes:
        return hmac.digest(self._key, county_id.encode() + raw, "sha256")[:_CHECK_BYTES]
