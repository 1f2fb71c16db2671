"""What entries repeat from one to the next, packed: a shop's name, what was bought, cancels."""

import itertools
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import Raw

from infra.verifier.packed_ids import BODY, BODY_BYTES, text_of
from infra.verifier.packed_lots import Row
from infra.verifier.typed_values import StrangeFormError, Typed, content, value_of, values_of

_CANCEL_BYTES = 13
_CANCEL_MAX = 1 << 24
_decode = msgspec.json.Decoder().decode


@lru_cache(maxsize=4_096)
def repeated_list(typed: bytes) -> Any:
    """A list that many entries repeat: of a shop, of what was bought. Nobody may change it."""
    return values_of(_decode(typed))


def cancels_of(typed: Typed) -> dict[str, int]:
    if len(typed) == 1 and type(typed.get("B")) is str:
        return _packed_cancels(typed["B"])
    stored = value_of(typed)
    if type(stored) is not dict or all(
        key[:4] == "rdm_" and BODY.fullmatch(key[4:]) and won < _CANCEL_MAX
        for key, won in stored.items()
    ):
        raise StrangeFormError("cancels in full")
    return stored


@lru_cache(maxsize=4_096)
def _packed_cancels(binary: str) -> dict[str, int]:
    """They are repeated until they are forgotten. Nobody may change them."""
    stored = content(binary)
    if not stored or len(stored) % _CANCEL_BYTES:
        raise StrangeFormError("cancels that are none")
    parts = [stored[at : at + _CANCEL_BYTES] for at in range(0, len(stored), _CANCEL_BYTES)]
    bodies = [part[:BODY_BYTES] for part in parts]
    if any(one >= other for one, other in itertools.pairwise(bodies)):
        raise StrangeFormError("cancels out of order")
    return {
        f"rdm_{text_of(part[:BODY_BYTES])}": int.from_bytes(part[BODY_BYTES:], "big")
        for part in parts
    }


def purchases_of(typed: Raw) -> Row:
    month, month_amount, *year = repeated_list(bytes(typed))
    if len(year) == 1:
        return [month, month_amount, month[:4], year[0]]
    if year[0] == month[:4]:
        raise StrangeFormError("the year of a month")
    return [month, month_amount, *year]
