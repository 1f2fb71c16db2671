"""What is settled with a shop, as the day's file has it, and a number that stands for it."""

import hashlib
from typing import Any

from infra.verifier.ledger_audit import Record
from infra.verifier.typed_values import Attributes

ROOM = 1 << 128
Sale = dict[str, Any]


def sale_of(record: Record) -> Sale:
    is_payment = record["kind"] == "redemption"
    own_id = record["entry_id"].partition("_")[2]
    redemption_id = f"rdm_{own_id}" if is_payment else record["of_redemption_id"]
    return {
        "kind": "payment" if is_payment else "cancel",
        "at": record["at"],
        "redemption_id": redemption_id,
        "cancel_id": None if is_payment else f"cxl_{own_id}",
        "order_id": _order_of(record["reference"]) if is_payment else None,
        "terminal_id": record.get("terminal_id"),
        "amount": abs(record["voucher_amount"]),
        "sale_amount": abs(sum(a[4] for a in record["allocations"] if a[1] == "sale")),
        "canceled": 0 if is_payment else record["cancels"][redemption_id],
    }


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


def _order_of(reference: str) -> str:
    return reference.partition("/")[2].removeprefix("own/")


_FACTS = (
    "kind", "at", "redemption_id", "cancel_id", "order_id", "terminal_id", "amount", "sale_amount",
    "source",
)  # fmt: skip


def number_of(shop: str, sale: Sale) -> int:
    """Of a sale; those of many, summed, differ if one is missing, twice there or another."""
    facts = [shop, *(sale.get(name) for name in _FACTS), sale.get("canceled", 0)]
    return int.from_bytes(hashlib.sha256(repr(facts).encode()).digest()[:16], "big")
