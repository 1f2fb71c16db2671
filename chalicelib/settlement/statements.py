"""What a shop gets for a day: a row a payment, a minus row a cancel, and their sums.

A statement is made of the ledger, of dated settings and of the statement before, and of nothing
else: made again it is the same, byte for byte. Whether it was paid is said elsewhere.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import day_start, from_base32, id_of
from chalicelib.settlement.fees import FeeBearer, FeeTerms
from chalicelib.settlement.shop_days import SaleKind

GENESIS_HASH = "0" * 64
SaleSource = Literal["paper"]
"""What a shop is paid for besides payments out of wallets: notes."""
_LOW_BITS = (1 << 32) - 1


class Settled(Struct, frozen=True, kw_only=True):
    """A payment or a cancel as the ledger has it: what is left of the payment `before` and `after`
    it. `sale_amount` is the part of `amount` by vouchers that were bought, the rest is policy's:
    two funds pay. `paid_on` is the payment's day, `on` its own; `at` as the ledger writes it."""

    kind: SaleKind
    at: str
    on: date
    paid_on: date
    redemption_id: str
    cancel_id: str | None = None
    order_id: str
    terminal_id: str | None = None
    before: int
    after: int
    sale_amount: int
    source: SaleSource | None = None

    @property
    def amount(self) -> int:
        """Won, minus for a cancel."""
        return self.after - self.before


class Row(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One line of a statement. `fee_amount` is what the shop bears, `county_fee_amount` what the
    county does: minus where a cancel gives it back. By which rate: `basis_points`, of the version
    of the setting that began `rate_since`."""

    kind: SaleKind
    at: str
    on: date
    redemption_id: str
    cancel_id: str | None = None
    order_id: str
    terminal_id: str | None = None
    amount: int
    before: int
    after: int
    sale_amount: int
    fee_amount: int
    county_fee_amount: int
    basis_points: int
    bearer: FeeBearer
    rate_since: date | None = None
    source: SaleSource | None = None


class Statement(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """`gross_amount` less `fee_amount` is `net_amount`; with what the shop owed before
    (`carried_in`, 0 or minus) it is paid on `payout_on` if it is more than nothing, and else
    carried on (`carried_out`). What is owed since `owing_since` is invoiced on `invoice_on`, if no
    later statement comes before that day. `previous` is the hash of the shop's statement before;
    hashes are SHA-256 in hex."""

    version: Literal[1]
    county_id: str
    merchant_id: str
    on: date
    gross_amount: int
    sale_amount: int
    fee_amount: int
    county_fee_amount: int
    carried_in: int
    payout_on: date | None = None
    owing_since: date | None = None
    invoice_on: date | None = None
    previous: str
    row_count: int
    hash: str = ""
    rows: tuple[Row, ...] = ()

    @property
    def settlement_id(self) -> str:
        return settlement_id(self.merchant_id, self.on)

    @property
    def policy_amount(self) -> int:
        return self.gross_amount - self.sale_amount

    @property
    def net_amount(self) -> int:
        return self.gross_amount - self.fee_amount

    @property
    def payout_amount(self) -> int:
        return max(self.net_amount + self.carried_in, 0)

    @property
    def carried_out(self) -> int:
        return min(self.net_amount + self.carried_in, 0)

    def without_rows(self) -> "Statement":
        return replace(self, rows=())


class ClosedDay(Struct, frozen=True, kw_only=True):
    """A county's day that is closed: how many payments and cancels are settled for it, their sum,
    and the hashes of its file and of the one before."""

    county_id: str
    on: date
    sale_count: int
    net_amount: int
    previous: str
    hash: str


class Plan(Struct, frozen=True, kw_only=True):
    """What holds on the day that is closed: when it is paid, and after how many days a debt is
    invoiced."""

    payout_on: date
    invoice_days: int


def settlement_id(merchant_id: str, on: date) -> str:
    """Of a shop and a day. Only with the shop it names one: two may share it."""
    low = from_base32(merchant_id.rpartition("_")[2]) & _LOW_BITS
    return id_of("stl", day_start(on), low)


def row_of(settled: Settled, terms: FeeTerms) -> Row:
    """`terms` are those of the payment's day."""
    fee = terms.between(settled.before, settled.after)
    is_merchants = terms.bearer == "merchant"
    return Row(
        kind=settled.kind,
        at=settled.at,
        on=settled.on,
        redemption_id=settled.redemption_id,
        cancel_id=settled.cancel_id,
        order_id=settled.order_id,
        terminal_id=settled.terminal_id,
        amount=settled.amount,
        before=settled.before,
        after=settled.after,
        sale_amount=settled.sale_amount,
        fee_amount=fee if is_merchants else 0,
        county_fee_amount=0 if is_merchants else fee,
        basis_points=terms.basis_points,
        bearer=terms.bearer,
        rate_since=terms.since,
        source=settled.source,
    )


def make_statement(
    county_id: str,
    merchant_id: str,
    on: date,
    rows: Iterable[Row],
    previous: Statement | None,
    plan: Plan,
) -> Statement:
    """The statement of a day, after the shop's `previous` one."""
    ordered = tuple(sorted(rows, key=lambda r: (r.at, r.redemption_id, -r.after)))
    carried_in, owing_since = carried_from(previous, on)
    drafted = Statement(
        version=1,
        county_id=county_id,
        merchant_id=merchant_id,
        on=on,
        gross_amount=sum(row.amount for row in ordered),
        sale_amount=sum(row.sale_amount for row in ordered),
        fee_amount=sum(row.fee_amount for row in ordered),
        county_fee_amount=sum(row.county_fee_amount for row in ordered),
        carried_in=carried_in,
        previous=previous.hash if previous else GENESIS_HASH,
        row_count=len(ordered),
        rows=ordered,
    )
    if drafted.payout_amount:
        drafted = replace(drafted, payout_on=plan.payout_on)
    elif drafted.carried_out:
        # A debt keeps the day on which it is invoiced, however often it is carried on.
        since, invoice_on = owing_since, previous.invoice_on if previous and owing_since else None
        drafted = replace(
            drafted,
            owing_since=since or on,
            invoice_on=invoice_on or on + timedelta(days=plan.invoice_days),
        )
    return replace(drafted, hash=hash_of(drafted))


def carried_from(previous: Statement | None, on: date) -> tuple[int, date | None]:
    """What is carried into a day's statement, and since when it is owed: nothing of what was
    invoiced by then."""
    if previous is None or previous.invoice_on is None or on >= previous.invoice_on:
        return 0, None
    return previous.carried_out, previous.owing_since


def content_of(statement: Statement) -> bytes:
    """As it is kept for good: canonical JSON, what is empty left out, the hash among it."""
    return msgspec.json.encode(statement, order="sorted")


def read_content(content: bytes) -> Statement:
    """The reverse of `content_of`. Raises `msgspec.ValidationError` for fields it does not know and
    for other versions."""
    return msgspec.json.decode(content, type=Statement)


def hash_of(statement: Statement) -> str:
    """Over the canonical JSON of all but the hash."""
    return hashlib.sha256(content_of(replace(statement, hash=""))).hexdigest()
