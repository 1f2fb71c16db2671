"""The file of a closed day: every payment and cancel settled for it, as the ledger has them.

It is written once, for good, before any shop's statement is made of it; so whatever reaches the
index later belongs to the next day, and no two runs can settle different things.
"""

import hashlib
from collections.abc import Iterable
from datetime import date

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import format_time, parse_time, seoul_date
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.kinds import KINDS
from chalicelib.paper.exchanges import Exchange
from chalicelib.settlement.shop_days import SaleKind
from chalicelib.settlement.statements import SaleSource


class DaySale(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`amount` and `sale_amount`, its part by bought vouchers, in won and never minus. Of a cancel
    `canceled` is all that was taken back of its payment by then. `source`: of notes that the shop
    brought to an agent; its redemption and order are then the exchange."""

    merchant_id: str
    kind: SaleKind
    at: str
    redemption_id: str
    cancel_id: str | None = None
    order_id: str | None = None
    terminal_id: str | None = None
    amount: int
    sale_amount: int
    canceled: int = 0
    source: SaleSource | None = None

    @property
    def sale_id(self) -> str:
        return self.cancel_id or self.redemption_id

    @property
    def on(self) -> date:
        """Its own business day: the day before that of its file, if the index showed it late."""
        return seoul_date(parse_time(self.at))


class DayFile(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Sales by shop, then by time. `previous` is the `hash` of the day before, SHA-256 in hex."""

    county_id: str
    on: date
    previous: str
    sales: tuple[DaySale, ...]
    hash: str = ""

    @property
    def is_sound(self) -> bool:
        return _sealed(self).hash == self.hash


def day_sale(entry: Entry) -> DaySale | None:
    """`None` for what is settled with no shop."""
    if entry.merchant is None or not KINDS[entry.kind].is_settled:
        return None
    redemption_id = entry.redemption_id or ""
    sold = sum(a.amount for a in entry.allocations if a.kind == "sale")
    is_payment = entry.kind == "redemption"
    return DaySale(
        merchant_id=entry.merchant.merchant_id,
        kind="payment" if is_payment else "cancel",
        at=format_time(entry.at),
        redemption_id=redemption_id,
        cancel_id=entry.cancel_id,
        order_id=entry.order_id,
        terminal_id=entry.terminal_id,
        amount=abs(entry.voucher_amount),
        sale_amount=abs(sold),
        canceled=0 if is_payment else entry.cancels[redemption_id],
    )


def exchange_sale(exchange: Exchange) -> DaySale:
    """Notes are bought at a discount: they are paid out of the money of buyers."""
    return DaySale(
        merchant_id=exchange.merchant_id,
        kind="payment",
        at=format_time(exchange.at),
        redemption_id=exchange.exchange_id,
        order_id=exchange.exchange_id,
        amount=exchange.amount,
        sale_amount=exchange.amount,
        source="paper",
    )


def make_day_file(
    county_id: str, on: date, sales: Iterable[DaySale], previous_hash: str
) -> DayFile:
    ordered = sorted(sales, key=lambda s: (s.merchant_id, s.at, s.sale_id))
    return _sealed(
        DayFile(county_id=county_id, on=on, previous=previous_hash, sales=tuple(ordered))
    )


def content_of(day: DayFile) -> bytes:
    """Canonical JSON, what is empty left out, the hash among it."""
    return msgspec.json.encode(day, order="sorted")


_decode = msgspec.json.Decoder(DayFile).decode


def read_content(content: bytes) -> DayFile:
    """The reverse of `content_of`. Raises `msgspec.ValidationError`."""
    return _decode(content)


def _sealed(day: DayFile) -> DayFile:
    content = content_of(replace(day, hash=""))
    return replace(day, hash=hashlib.sha256(content).hexdigest())
