"""The steps of a draw as they are kept: plain values, which items and files share."""

import json
from typing import Any

import msgspec

from chalicelib.draws.draws import Draw, Drawn, Frozen
from chalicelib.draws.offers import Offer


def announced_record(draw: Draw) -> dict[str, Any]:
    """The draw as it was announced, without its later steps."""
    return _plain(msgspec.structs.replace(draw, frozen=None, drawn=None), "frozen", "drawn")


def draw_from(
    announced: dict[str, Any],
    frozen: dict[str, Any] | None = None,
    drawn: dict[str, Any] | None = None,
) -> Draw:
    return msgspec.convert(announced | {"frozen": frozen, "drawn": drawn}, Draw)


def step_record(step: Frozen | Drawn) -> dict[str, Any]:
    return _plain(step)


def frozen_from(record: dict[str, Any]) -> Frozen:
    return msgspec.convert(record, Frozen)


def drawn_from(record: dict[str, Any]) -> Drawn:
    return msgspec.convert(record, Drawn)


def offer_record(offer: Offer) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(offer))
    return plain


def offer_from(record: dict[str, Any]) -> Offer:
    return msgspec.convert(record, Offer)


def content_of(record: dict[str, Any]) -> bytes:
    """Canonical JSON, as entries and day records are hashed in."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _plain(value: Draw | Frozen | Drawn, *without: str) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    # The account's phone, as a hash, is known while somebody acts, and kept nowhere.
    for name in ("by", "announced_by"):
        if name in plain:
            plain[name].pop("person_key", None)
    return {name: part for name, part in plain.items() if name not in without}
