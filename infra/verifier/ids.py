"""When something was made: its id says so."""

import re
from datetime import UTC, datetime, timedelta

from infra.verifier.numbers import SEOUL

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Crockford's base32, of which Python's `int` knows the values under other letters.
_BASE32 = re.compile(r"[0-9A-HJKMNP-TV-Z]{16}", re.ASCII)
_AS_PYTHON = str.maketrans("0123456789ABCDEFGHJKMNPQRSTVWXYZ", "0123456789abcdefghijklmnopqrstuv")


def id_ms(identifier: str, prefix: str) -> int:
    """When an id was made, in milliseconds. `ValueError` if it is none with this prefix."""
    if len(identifier) != len(prefix) + 17 or not identifier.startswith(f"{prefix}_"):
        raise ValueError(f"{identifier} is not an id of {prefix}")
    if not _BASE32.fullmatch(identifier[-16:]):
        raise ValueError(f"{identifier} is not in base32")
    return int(identifier[-16:].translate(_AS_PYTHON), 32) >> 32


def id_day(identifier: str) -> str:
    """The Seoul day on which a voucher was bought or given."""
    made = _EPOCH + timedelta(milliseconds=id_ms(identifier, "vch"))
    return made.astimezone(SEOUL).date().isoformat()
