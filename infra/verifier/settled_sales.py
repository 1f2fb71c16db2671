"""What is settled with a shop, as the day's file has it, and a number that stands for it."""

import hashlib
from typing import Any

import msgspec

from infra.verifier.ledger_audit import Record
from infra.verifier.typed_values import Attributes

ROOM = 1 << 128
_encode = msgspec.json.Encoder().encode
Sale = dict[str, Any]


def number_of_entry(record: Record) -> int:
    """That of the sale which follows from a payment, or from what took it back."""
    own_id = record["entry_id"][3:]
    shop, reference = record["merchant"][0], record["reference"]
    bought = 0
    for row in record["allocations"]:
        if row[1] == "sale":
            bought += row[4]
    if record["kind"] == "redemption":
        order_id = reference.partition("/")[2].removeprefix("own/")
        which: tuple[Any, ...] = ("payment", record["at"], f"rdm{own_id}", None, order_id)
        canceled = 0
    else:
        redemption_id = record["of_redemption_id"]
        which = ("cancel", record["at"], redemption_id, f"cxl{own_id}", None)
        canceled = record["cancels"][redemption_id]
    amounts = (abs(record["voucher_amount"]), abs(bought))
    return _number((shop, *which, record.get("terminal_id"), *amounts, None, canceled))


def sale_of_exchange(exchange_id: str, item: Attributes) -> Sale:
    """Notes that a shop brought to an agent; bought ones, all of them."""
    return {
        "kind": "payment",
        "at": item["at"],
        "redemption_id": exchange_id,
        "order_id": exchange_id,
        "amount": item["amount"],
        "sale_amount": item["amount"],
        "source": "paper",
    }


_FACTS = (
    "kind", "at", "redemption_id", "cancel_id", "order_id", "terminal_id", "amount", "sale_amount",
    "source",
)  # fmt: skip


def number_of(shop: str, sale: Sale) -> int:
    """Of a sale; those of many, summed, differ if one is missing, twice there or another."""
    return _number((shop, *(sale.get(name) for name in _FACTS), sale.get("canceled", 0)))


def _number(facts: tuple[Any, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(_encode(facts), digest_size=16).digest(), "big")
