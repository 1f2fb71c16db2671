"""What signs passes, so that a gate without a net can tell ours from a forged one, and what stands
in them for their holder.

The signature is Ed25519 (RFC 8032): gates know the public key alone. The holder's mark is the
member id under AES-SIV (RFC 5297), which gives the same mark for the same member: a gate can tell
that somebody was there today, and nobody but us can tell who.
"""

import base64
import hmac
from functools import cached_property

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from chalicelib.core.values import ID_CHARACTERS, from_base32, to_base32

SIGNATURE_BYTES = 64
_MEMBER_BYTES = 10
_SECRET_BYTES = 20


class PassKeys:
    """`seed`, `holder_key` and `gate_key`: 32 secret bytes each."""

    def __init__(self, seed: bytes, holder_key: bytes, gate_key: bytes) -> None:
        self._seed = seed
        self._holder_key = holder_key
        self._gate_key = gate_key

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._seed)

    @cached_property
    def public_key(self) -> bytes:
        """32 bytes, for whoever verifies."""
        return self._private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> int:
        """Tells this key from another, 0 to 255: stands in what it signed."""
        return self.public_key[0]

    def sign(self, payload: bytes) -> bytes:
        return self._private.sign(payload)

    def has_signed(self, payload: bytes, signature: bytes) -> bool:
        try:
            self._private.public_key().verify(signature, payload)
        except InvalidSignature:
            return False
        return True

    def holder(self, county_id: str, member_id: str) -> bytes:
        """The mark of a member, the same each time."""
        plain = from_base32(member_id.removeprefix("mem_")).to_bytes(_MEMBER_BYTES)
        return AESSIV(self._holder_key).encrypt(plain, [county_id.encode()])

    def member_id(self, county_id: str, holder: bytes) -> str | None:
        """Whose mark it is; `None` for one that is not of this county."""
        try:
            plain = AESSIV(self._holder_key).decrypt(holder, [county_id.encode()])
        except (InvalidTag, ValueError):
            return None
        return "mem_" + to_base32(int.from_bytes(plain), characters=ID_CHARACTERS)

    def gate_secret(self, county_id: str, gate_id: str) -> str:
        """What a gate proves itself by: 27 characters, the same each time, so that nothing of it
        need be kept."""
        mac = hmac.digest(self._gate_key, f"{county_id}/{gate_id}".encode(), "sha256")
        return base64.urlsafe_b64encode(mac[:_SECRET_BYTES]).rstrip(b"=").decode()
