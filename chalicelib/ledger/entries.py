"""The entry: one event of one member, and the whole state of the wallet after it.

A wallet is a chain of immutable entries. The newest entry *is* the balance; nothing is summed when
it is read. `hash` is SHA-256 over the previous hash and every other field in canonical JSON.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from msgspec import Struct, field

from chalicelib.core.values import format_time, id_time, parse_time, seoul_date, sibling_id
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.cashback_facts import CashbackCounters, CashbackFact
from chalicelib.ledger.kinds import KINDS, EntryKind, KindUnknownError
from chalicelib.ledger.lot_rows import allocation_of, allocation_rows, lot_of, lot_rows
from chalicelib.ledger.lots import Allocation, Lot
from chalicelib.ledger.owing import Owed, ReceivableFact
from chalicelib.ledger.purchase_facts import (
    ChangeRefunds,
    PurchaseCounters,
    PurchaseFact,
    Reservation,
)
from chalicelib.ledger.recent_keys import Recent, recent_from_record, recent_to_record

GENESIS_HASH = "0" * 64
OWN_ORDER = "own/"
"""Before a member's own order number in the reference of a payment: no number of a till's can be
taken for it, as those have no slash."""
CANCELS_MAX = 1_000
"""Cancelled redemptions that an entry remembers beside the one that it cancels; of others the chain
itself is asked."""


class Origin(Struct, frozen=True):
    """Where a member came from, kept for the figures. No personal data."""

    region_code: str
    relation: str
    campaign_id: str | None = None
    booth_code: str | None = None
    channel: str | None = None


class Counterparty(Struct, frozen=True):
    """The merchant as it was when the entry was written."""

    merchant_id: str
    name: str
    category: str


class Entry(Struct, frozen=True, kw_only=True):
    """`…_amount` are signed changes, `…_balance` the sums over all open lots after them.

    Balances include lots that have expired but are not written off yet; what can be spent on a
    day is `live_mileage` and `live_vouchers`.
    """

    county_id: str
    member_id: str
    seq: int
    entry_id: str
    kind: EntryKind
    at: datetime
    reference: str
    fingerprint: str
    idempotency: str | None = None
    pay_code_id: str | None = None
    mileage_amount: int
    voucher_amount: int
    mileage_balance: int
    voucher_balance: int
    allocations: tuple[Allocation, ...]
    lots: tuple[Lot, ...]
    purchases: PurchaseCounters
    cancels: Mapping[str, int]
    refunds: Mapping[str, ChangeRefunds] = field(default_factory=dict)
    reservations: Mapping[str, Reservation] = field(default_factory=dict)
    recent: Recent
    origin: Origin | None = None
    merchant: Counterparty | None = None
    of_redemption_id: str | None = None
    purchase: PurchaseFact | None = None
    reason: str | None = None
    corrects_entry_id: str | None = None
    terminal_id: str | None = None
    receivable: ReceivableFact | None = None
    owed: Owed | None = None
    cashback: CashbackFact | None = None
    cashbacks: CashbackCounters | None = None
    prev_hash: str
    hash: str = ""

    @property
    def redemption_id(self) -> str | None:
        """Own id of a redemption; of a cancellation, the redemption it takes back."""
        return (
            sibling_id("rdm", self.entry_id) if self.kind == "redemption" else self.of_redemption_id
        )

    @property
    def cancel_id(self) -> str | None:
        return sibling_id("cxl", self.entry_id) if self.kind == "cancellation" else None

    @property
    def order_id(self) -> str | None:
        """The number that the shop, or at its standing QR the member, gave the order."""
        if self.kind != "redemption":
            return None
        return self.reference.partition("/")[2].removeprefix(OWN_ORDER)

    @property
    def on(self) -> date:
        """The business day in Seoul."""
        return seoul_date(self.at)

    def live_lots(self, on: date) -> tuple[Lot, ...]:
        return tuple(lot for lot in self.lots if lot.is_live(on))

    def live_mileage(self, on: date) -> int:
        return lot_rules.total(lot for lot in self.live_lots(on) if lot.kind == "mileage")

    def live_vouchers(self, on: date) -> int:
        return lot_rules.total(lot for lot in self.live_lots(on) if lot.kind != "mileage")

    def held_vouchers(self, on: date) -> int:
        """What counts to the holding cap: vouchers that live, and those that are being paid."""
        return self.live_vouchers(on) + sum(held.face for held in self.reservations.values())

    @property
    def budget_amount(self) -> int:
        """Won of face value that the entry took out of a round's budget; minus for gave back."""
        return self.voucher_amount + (self.purchase.held_amount if self.purchase else 0)

    @property
    def owed_amount(self) -> int:
        """Won that its holder owes the county: see `ledger/receivables.py`."""
        return self.owed.amount if self.owed else 0

    @property
    def granted_for(self) -> str:
        """What a file of grants says it gave the member for: two people approved those words, and
        `approvals/grant_runs.py` wrote them before the file's id. Why a single wallet was put
        right is written for the staff."""
        words, _, grant = (self.reason or "").rpartition(" (grt_")
        is_granted = grant.endswith(")") and grant[:-1].isalnum()
        return words if is_granted and self.kind == "adjustment" else ""

    def matches(self, key: str) -> bool:
        return key in (self.reference, self.idempotency, self.pay_code_id)


def to_record(entry: Entry) -> dict[str, Any]:
    """All fields in JSON types; those that are empty are left out."""
    record: dict[str, Any] = {
        "county_id": entry.county_id,
        "member_id": entry.member_id,
        "seq": entry.seq,
        "entry_id": entry.entry_id,
        "kind": entry.kind,
        "at": format_time(entry.at),
        "reference": entry.reference,
        "fingerprint": entry.fingerprint,
        "mileage_amount": entry.mileage_amount,
        "voucher_amount": entry.voucher_amount,
        "mileage_balance": entry.mileage_balance,
        "voucher_balance": entry.voucher_balance,
        "recent": recent_to_record(entry.recent),
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }
    if entry.allocations:
        record["allocations"] = allocation_rows(entry.allocations)
    if entry.lots:
        record["lots"] = lot_rows(entry.lots)
    if entry.cancels:
        record["cancels"] = dict(entry.cancels)
    if entry.refunds:
        record["refunds"] = {
            lot_id: [refund.amount, refund.last_on.isoformat()]
            for lot_id, refund in entry.refunds.items()
        }
    if entry.reservations:
        record["reservations"] = {
            purchase_id: [*held[:4], format_time(held.pay_by)]
            for purchase_id, held in entry.reservations.items()
        }
    record |= _facts(entry)
    for name in ("idempotency", "pay_code_id", "of_redemption_id", "reason", *_RARE):
        if (value := getattr(entry, name)) is not None:
            record[name] = value
    return record


_RARE = ("corrects_entry_id", "terminal_id")
"""Facts of some adjustments and of some payments."""


def _facts(entry: Entry) -> dict[str, list[Any]]:
    """The small groups of fields, each as a list, as far as the entry has them."""
    facts: dict[str, list[Any]] = {}
    if entry.purchases != PurchaseCounters():
        p = entry.purchases
        facts["purchases"] = [p.month, p.month_amount, p.year, p.year_amount]
    if entry.origin:
        o = entry.origin
        facts["origin"] = [o.region_code, o.relation, o.campaign_id, o.booth_code]
        if o.channel:
            facts["origin"].append(o.channel)
    if entry.merchant:
        m = entry.merchant
        facts["merchant"] = [m.merchant_id, m.name, m.category]
    if entry.purchase:
        f = entry.purchase
        facts["purchase"] = [f.purchase_id, f.round_id, f.price_amount, f.budget]
        if f.held_amount:
            facts["purchase"].append(f.held_amount)
    for name in ("receivable", "owed", "cashback", "cashbacks"):
        if (value := getattr(entry, name)) is not None:
            facts[name] = list(value)
    return facts


def from_record(record: Mapping[str, Any]) -> Entry:
    """The reverse of `to_record`. Fields it does not know are refused; so are kinds, by
    `KindUnknownError`."""
    known = dict(record)
    if known["kind"] not in KINDS:
        raise KindUnknownError(known["kind"])
    recent = known.pop("recent")
    origin = known.pop("origin", None)
    merchant = known.pop("merchant", None)
    purchase = known.pop("purchase", None)
    receivable, owed = known.pop("receivable", None), known.pop("owed", None)
    cashback, cashbacks = known.pop("cashback", None), known.pop("cashbacks", None)
    return Entry(
        at=parse_time(known.pop("at")),
        allocations=tuple(allocation_of(*facts) for facts in known.pop("allocations", ())),
        lots=tuple(lot_of(*facts) for facts in known.pop("lots", ())),
        purchases=PurchaseCounters(*known.pop("purchases", ())),
        cancels=known.pop("cancels", {}),
        refunds={
            lot_id: ChangeRefunds(amount, date.fromisoformat(last_on))
            for lot_id, (amount, last_on) in known.pop("refunds", {}).items()
        },
        reservations={
            purchase_id: _reservation(*held)
            for purchase_id, held in known.pop("reservations", {}).items()
        },
        recent=recent_from_record(recent),
        origin=Origin(*origin) if origin else None,
        merchant=Counterparty(*merchant) if merchant else None,
        purchase=PurchaseFact(*purchase) if purchase else None,
        receivable=ReceivableFact(*receivable) if receivable else None,
        owed=Owed(*owed) if owed else None,
        cashback=CashbackFact(*cashback) if cashback else None,
        cashbacks=CashbackCounters(*cashbacks) if cashbacks else None,
        **known,
    )


def compute_hash(record: Mapping[str, Any]) -> str:
    """SHA-256 in hex over the canonical JSON of every field but `hash` (`prev_hash` included)."""
    sealed = {name: value for name, value in record.items() if name != "hash"}
    canonical = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _reservation(
    round_id: str, face: int, price: int, refund_percent: int, pay_by: str
) -> Reservation:
    return Reservation(round_id, face, price, refund_percent, parse_time(pay_by))


def redemption_day(redemption_id: str) -> date:
    """The business day of a redemption, read from its id. `ValueError` if it is not one of ours."""
    return seoul_date(id_time(redemption_id))
