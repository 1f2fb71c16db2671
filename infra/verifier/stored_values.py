"""What the two forms in which entries are stored have in common."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zlib import crc32

from infra.verifier.ids import id_ms
from infra.verifier.ledger_audit import moment
from infra.verifier.numbers import DAY_SHARDS

Attributes = dict[str, Any]
"""An item with its values as `str`, `int`, `bytes`, `None`, lists and dicts."""


class StrangeFormError(ValueError):
    """The stored form is not the one in which this entry is written; says which attribute."""


def place_of(item: Attributes) -> tuple[str, str, int]:
    """`(county_id, member_id, seq)` by the item's own key; 0 for a number that is none."""
    county_id, _, member_id = str(item.get("pk")).partition("#WALLET#")
    seq = str(item.get("sk")).removeprefix("ENTRY#")
    return county_id, member_id, int(seq) if seq.isdecimal() else 0


def same(name: str, stored: Any, expected: Any) -> None:
    if type(stored) is not type(expected) or stored != expected:
        raise StrangeFormError(f"{name} is {stored!r}, not {expected!r}")


def hex_of(value: bytes, size: int) -> str:
    if type(value) is not bytes or len(value) != size:
        raise StrangeFormError(f"a digest that is not {size} bytes")
    return value.hex()


def is_hex(text: str) -> bool:
    """Whether `text` would be stored as bytes."""
    try:
        return bytes.fromhex(text).hex() == text
    except ValueError:
        return False


@lru_cache(maxsize=4_096)
def shard(member_id: str) -> int:
    return crc32(member_id.encode()) % DAY_SHARDS


@lru_cache(maxsize=4_096)
def time_text(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{datetime.fromtimestamp(seconds, tz=UTC):%Y-%m-%dT%H:%M:%S}.{rest:03d}Z"


@lru_cache(maxsize=4_096)
def day_of_id(identifier: str) -> str:
    return moment(time_text(id_ms(identifier, "rdm")))[1]
