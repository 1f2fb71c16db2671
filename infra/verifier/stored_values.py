"""What the two forms in which entries are stored have in common."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from infra.verifier.ids import id_ms
from infra.verifier.ledger_audit import moment
from infra.verifier.numbers import DAY_SHARDS
from infra.verifier.typed_values import StrangeFormError, Typed, content, hex_text, text

_HASH_DIGITS = 64
_KEYS = ("pk", "sk", "by_day_pk", "by_day_sk")


def place_of(item: Typed) -> tuple[str, str, int]:
    """`(county_id, member_id, seq)` by the item's own key; 0 for a number that is none."""
    return place_in(key(item, "pk"), key(item, "sk"))


def place_in(pk: str, sk: str) -> tuple[str, str, int]:
    county_id, _, member_id = pk.partition("#WALLET#")
    seq = sk.removeprefix("ENTRY#")
    return county_id, member_id, int(seq) if seq.isdecimal() else 0


def key(item: Typed, name: str) -> str:
    value = item.get(name)
    return str(value.get("S")) if isinstance(value, dict) else ""


def check_place(
    place: tuple[str, str, int], own: tuple[str, str], by_day: tuple[str, str]
) -> tuple[str, str]:
    """An entry's time and its Seoul day, by its own key and that in the index `by_day`. Each has
    the one form that belongs to its place."""
    county_id, member_id, seq = place
    digits = f"{seq:010d}"
    at = by_day[1][:24]
    day = moment(at)[1]
    stored = (*own, *by_day)
    expected = (
        f"{county_id}#WALLET#{member_id}",
        f"ENTRY#{digits}",
        f"{county_id}#{day}#{_shard(member_id)}",
        f"{at}#{digits}",
    )
    if stored != expected:
        for name, one, other in zip(_KEYS, stored, expected, strict=True):
            same(name, one, other)
    return at, day


def same(name: str, stored: Any, expected: str) -> None:
    if stored != expected:
        raise StrangeFormError(f"{name} is {stored!r}, not {expected!r}")


def hash_of(binary: str) -> str:
    digits = hex_text(binary)
    if len(digits) != _HASH_DIGITS:
        raise StrangeFormError("a hash that is not 32 bytes")
    return digits


def digest_of(typed: Typed) -> str:
    """As bytes if that is all it is, else as text. A shorter or a longer one fails the hash."""
    if "B" in typed:
        return content(typed["B"]).hex()
    digits = text(typed["S"])
    if _is_hex(digits):
        raise StrangeFormError("a digest as text")
    return digits


def whole_reference(stored: str, idempotency: str | None) -> str:
    """It is cut where it only repeats the idempotency key."""
    if stored.endswith("/"):
        if idempotency is None:
            raise StrangeFormError("a reference without its end")
        return stored + idempotency
    if idempotency and stored.endswith(f"/{idempotency}"):
        raise StrangeFormError("reference in full")
    return stored


def _is_hex(digits: str) -> bool:
    """Whether `digits` would be stored as bytes."""
    try:
        return bytes.fromhex(digits).hex() == digits
    except ValueError:
        return False


@lru_cache(maxsize=4_096)
def _shard(member_id: str) -> str:
    return f"{crc32(member_id.encode()) % DAY_SHARDS:02d}"


@lru_cache(maxsize=4_096)
def time_text(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


@lru_cache(maxsize=4_096)
def day_of_id(identifier: str) -> str:
    return moment(time_text(id_ms(identifier, "rdm")))[1]
