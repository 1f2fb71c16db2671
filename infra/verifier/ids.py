"""When something was made: its id says so."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from infra.verifier.numbers import SEOUL

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CROCKFORD = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Of Crockford's base32, whose values Python's `int` knows under other letters; nothing else is a
# digit.
_AS_PYTHON = bytes(
    b"0123456789abcdefghijklmnopqrstuv"[_CROCKFORD.index(byte)] if byte in _CROCKFORD else ord("!")
    for byte in range(256)
)


@lru_cache(maxsize=4_096)
def id_ms(identifier: str, prefix: str) -> int:
    """When an id was made, in milliseconds. `ValueError` if it is none with this prefix."""
    if len(identifier) != len(prefix) + 17 or not identifier.startswith(f"{prefix}_"):
        raise ValueError(f"{identifier} is not an id of {prefix}")
    try:
        return int(identifier[-16:].encode().translate(_AS_PYTHON), 32) >> 32
    except ValueError as exc:
        raise ValueError(f"{identifier} is not in base32") from exc


def id_day(identifier: str, prefix: str = "vch") -> str:
    """The Seoul day on which a voucher was bought or given, or a purchase asked for."""
    made = _EPOCH + timedelta(milliseconds=id_ms(identifier, prefix))
    return made.astimezone(SEOUL).date().isoformat()
