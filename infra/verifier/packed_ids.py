"""Ids as bytes: Crockford's base32 without what is known of it. What is no id stands as text."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from infra.verifier.typed_values import StrangeFormError, Typed, content, text

_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [one + other for one in _DIGITS for other in _DIGITS]
"""Two digits of Crockford's base32 for ten bits."""
BODY = re.compile("[0-9A-HJKMNP-TV-Z]{16}", re.ASCII)
_ID = re.compile(f"[a-z]{{3}}_{BODY.pattern}", re.ASCII)
_PREFIX = re.compile("[a-z]{3}", re.ASCII)
BODY_BYTES = 10


@lru_cache(maxsize=4_096)
def id_of(tag: str, value: str) -> str:
    """`rnd_…` in thirteen bytes, or text that is no such id."""
    if tag == "B":
        stored = content(value)
        prefix = stored[:3].decode("ascii")
        if not _PREFIX.fullmatch(prefix):
            raise StrangeFormError(f"an id that begins with {prefix!r}")
        return f"{prefix}_{text_of(stored[3:])}"
    if tag != "S" or _ID.fullmatch(value):
        raise StrangeFormError(f"an id as {tag}")
    return value


@lru_cache(maxsize=4_096)
def lot_id(prefix: str, tag: str, value: str) -> str:
    """The ten bytes after the prefix that its kind has, or the whole as text."""
    if tag == "B":
        return f"{prefix}_{text_of(content(value))}"
    if tag != "S" or (value[:4] == f"{prefix}_" and BODY.fullmatch(value[4:])):
        raise StrangeFormError(f"a lot's id as {tag}")
    return value


def body_of(typed: Typed) -> str:
    if "B" in typed:
        return text_of(content(typed["B"]))
    value = text(typed["S"])
    if BODY.fullmatch(value):
        raise StrangeFormError("an id as text")
    return value


def text_of(body: bytes) -> str:
    if len(body) != BODY_BYTES:
        raise StrangeFormError(f"an id of {len(body)} bytes")
    return _half(int.from_bytes(body[:5], "big")) + _half(int.from_bytes(body[5:], "big"))


def _half(bits: int) -> str:
    """Forty bits as eight digits."""
    return (
        f"{_PAIRS[bits >> 30]}{_PAIRS[bits >> 20 & 1023]}"
        f"{_PAIRS[bits >> 10 & 1023]}{_PAIRS[bits & 1023]}"
    )


def check_owing_place(pk: Any, sk: Any, record: Mapping[str, Any]) -> None:
    """Where the index `by_merchant` has an entry by which somebody owes more or less."""
    place = f"{record['member_id']}#{record['seq']:010d}"
    if not pk or not sk or (f"{record['county_id']}#OWING", place) != (pk.S, sk.S):
        raise StrangeFormError("it does not stand among what is owed")
