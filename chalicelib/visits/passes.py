"""A pass: what its QR code holds.

41 bytes and their Ed25519 signature, in Crockford's base32 after `ONMIN1:`: 175 characters of a QR
code's alphanumeric mode, which fit version 7 at error correction M. No name, no number, no id.

    version 1 | key 1 | age class 1 | facility 4 | from 4 | until 4 | holder 26 | signature 64
"""

import hashlib
import struct
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from chalicelib.aws.pass_keys import SIGNATURE_BYTES, PassKeys
from chalicelib.core.values import from_base32, to_base32
from chalicelib.visits.errors import PassInvalidError
from chalicelib.visits.visitors import AGE_CLASSES, AgeClass

PREFIX = "ONMIN1:"
VALID_FOR = timedelta(hours=24)
"""Long enough to be taken along the evening before to where no net is; a copy of it lets in one
person a day at a place, and ends with the membership."""
CHARACTERS = 168
TOLERANCE = timedelta(minutes=2)
"""Clocks of gates may be so wrong, once their offset is taken off."""

_VERSION = 1
_FORM = struct.Struct(">BBB4sII26s")
_EVERYWHERE = bytes(4)


class Pass(Struct, frozen=True, kw_only=True):
    """`facility_digest`: four bytes of the facility that it is for, zeros for all of the county's.
    `holder` stands for the member (`aws.pass_keys`)."""

    age_class: AgeClass
    facility_digest: bytes
    valid_from: datetime
    expires_at: datetime
    holder: bytes

    def is_for(self, facility_id: str) -> bool:
        return self.facility_digest in (_EVERYWHERE, facility_digest(facility_id))

    def is_over(self, moment: datetime) -> bool:
        return moment >= self.expires_at

    def has_begun(self, moment: datetime) -> bool:
        return moment >= self.valid_from - TOLERANCE


def facility_digest(facility_id: str | None) -> bytes:
    if facility_id is None:
        return _EVERYWHERE
    return hashlib.sha256(facility_id.encode()).digest()[:4]


def make_pass(
    keys: PassKeys,
    *,
    holder: bytes,
    age_class: AgeClass,
    facility_id: str | None,
    now: datetime,
) -> tuple[str, datetime]:
    """The text of a pass that is good from now on, and when it is over."""
    begins = int(now.timestamp())
    ends = begins + int(VALID_FOR.total_seconds())
    payload = _FORM.pack(
        _VERSION,
        keys.key_id,
        AGE_CLASSES.index(age_class),
        facility_digest(facility_id),
        begins,
        ends,
        holder,
    )
    signed = payload + keys.sign(payload)
    text = PREFIX + to_base32(int.from_bytes(signed), characters=CHARACTERS)
    return text, datetime.fromtimestamp(ends, tz=UTC)


def read_pass(keys: PassKeys, text: str) -> Pass:
    """Whatever its window. Raises `PassInvalidError` for what we did not sign."""
    text = text.strip().upper()
    bare = text.removeprefix(PREFIX)
    if bare == text or len(bare) != CHARACTERS:
        raise PassInvalidError(param="pass_code")
    try:
        signed = from_base32(bare).to_bytes(_FORM.size + SIGNATURE_BYTES)
    except ValueError as exc:
        raise PassInvalidError(param="pass_code") from exc
    payload, signature = signed[: _FORM.size], signed[_FORM.size :]
    version, _, age, facility, begins, ends, holder = _FORM.unpack(payload)
    if version != _VERSION or not keys.has_signed(payload, signature):
        raise PassInvalidError(param="pass_code")
    return Pass(
        age_class=AGE_CLASSES[age],
        facility_digest=facility,
        valid_from=datetime.fromtimestamp(begins, tz=UTC),
        expires_at=datetime.fromtimestamp(ends, tz=UTC),
        holder=holder,
    )
