"""Appending to a wallet's chain: the pure half.

A command is decided by a pure function `(head, …) -> Draft`, and `append` makes the next entry of
it. Writing it, and trying again when another writer was first, is `ledger.chain`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.core.errors import IdempotencyKeyReusedError
from chalicelib.core.values import id_time, new_id, to_milliseconds
from chalicelib.county.settings import CANCEL_DAYS_MAX
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import (
    CANCELS_MAX,
    GENESIS_HASH,
    Counterparty,
    Entry,
    Origin,
    PurchaseCounters,
    PurchaseFact,
    compute_hash,
    to_record,
)
from chalicelib.ledger.errors import (
    NetCanceledError,
    OrderAlreadyPaidError,
    PayCodeUsedError,
    WalletFullError,
)
from chalicelib.ledger.idempotency import CommandKeys, IdempotencyWindow
from chalicelib.ledger.kinds import KINDS, EntryKind
from chalicelib.ledger.lots import Allocation
from chalicelib.ledger.profile import Profile


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries, newest first; `older` is where a store goes on, `None` at the chain's beginning."""

    entries: list[Entry]
    older: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class WalletPage(EntryPage):
    """The newest entries, and whose wallet it is."""

    profile: Profile | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a decision wants to write: the changes to lots, and what the event was about.

    `purchases` are the counters after it, if they change. `budget` is written in the same
    transaction as the entry, or neither is.
    """

    kind: EntryKind
    allocations: tuple[Allocation, ...] = ()
    origin: Origin | None = None
    merchant: Counterparty | None = None
    of_redemption_id: str | None = None
    canceled_amount: int = 0
    purchase: PurchaseFact | None = None
    purchases: PurchaseCounters | None = None
    budget: BudgetChange | None = None
    reason: str | None = None
    entry_id: str | None = None


def new_entry_id(now: datetime) -> str:
    return new_id("ent", now)


def append(
    head: Entry | None,
    draft: Draft,
    *,
    county_id: str,
    member_id: str,
    keys: CommandKeys,
    now: datetime,
) -> Entry:
    """The entry after `head`. Time never runs backwards in a chain, whatever the clock says."""
    now = to_milliseconds(max(now, head.at) if head else now)
    lots = lot_rules.apply(head.lots if head else (), draft.allocations)
    recent = head.recent if head else IdempotencyWindow(since=now)
    if len(lots) > lot_rules.LOTS_MAX or recent.is_full:
        raise WalletFullError
    mileage = sum(a.amount for a in draft.allocations if a.kind == "mileage")
    vouchers = sum(a.amount for a in draft.allocations if a.kind != "mileage")
    entry = Entry(
        county_id=county_id,
        member_id=member_id,
        seq=head.seq + 1 if head else 1,
        entry_id=draft.entry_id or new_entry_id(now),
        kind=draft.kind,
        at=now,
        reference=keys.reference,
        fingerprint=keys.fingerprint,
        idempotency=keys.idempotency,
        pay_code_id=keys.pay_code_id,
        mileage_amount=mileage,
        voucher_amount=vouchers,
        mileage_balance=(head.mileage_balance if head else 0) + mileage,
        voucher_balance=(head.voucher_balance if head else 0) + vouchers,
        allocations=draft.allocations,
        lots=lots,
        purchases=draft.purchases or (head.purchases if head else PurchaseCounters()),
        cancels=_cancels_after(head, draft, now),
        recent=recent.with_keys((keys.reference, keys.idempotency, keys.pay_code_id), now),
        origin=draft.origin,
        merchant=draft.merchant,
        of_redemption_id=draft.of_redemption_id,
        purchase=draft.purchase,
        reason=draft.reason,
        prev_hash=head.hash if head else GENESIS_HASH,
    )
    check_balances(entry)
    return replace(entry, hash=compute_hash(to_record(entry)))


def check_balances(entry: Entry) -> None:
    """The balances are the sums over the lots. Held right before writing and right after reading.

    Raises `LedgerBrokenError`.
    """
    mileage = lot_rules.total(lot for lot in entry.lots if lot.kind == "mileage")
    vouchers = lot_rules.total(lot for lot in entry.lots if lot.kind != "mileage")
    if (entry.mileage_balance, entry.voucher_balance) != (mileage, vouchers):
        raise LedgerBrokenError(f"{entry.entry_id}: balances are not the sums of the lots")


def check_signs(entry: Entry) -> None:
    """It moves mileage and vouchers the way that its kind does. Raises `LedgerBrokenError`."""
    if not KINDS[entry.kind].may_move(entry.mileage_amount, entry.voucher_amount):
        moved = f"{entry.mileage_amount} mileage, {entry.voucher_amount} won"
        raise LedgerBrokenError(f"{entry.entry_id}: a {entry.kind} of {moved}")


class LedgerBrokenError(Exception):
    """An entry contradicts itself or the one before. The operation stops; nothing is written."""


def _cancels_after(head: Entry | None, draft: Draft, now: datetime) -> Mapping[str, int]:
    """Cancelled amounts by redemption, as long as a cancel could still come."""
    oldest = now - timedelta(days=CANCEL_DAYS_MAX + 2)
    before = head.cancels if head else {}
    cancels = {rdm: amount for rdm, amount in before.items() if id_time(rdm) >= oldest}
    if draft.kind == "cancellation" and draft.of_redemption_id:
        redemption_id = draft.of_redemption_id
        cancels[redemption_id] = cancels.get(redemption_id, 0) + draft.canceled_amount
    if len(cancels) > CANCELS_MAX:
        raise WalletFullError
    return cancels


def find_prior(entries: list[Entry], keys: CommandKeys) -> Entry | None:
    """The entry that already answered this command, among `entries`; `None` if there is none.

    This check comes before every other rule. Raises `NetCanceledError`, `PayCodeUsedError`,
    `IdempotencyKeyReusedError`, `OrderAlreadyPaidError`.
    """
    if keys.voided_by and any(e.reference == keys.voided_by for e in entries):
        raise NetCanceledError
    for entry in entries:
        if keys.idempotency and entry.idempotency == keys.idempotency:
            if entry.fingerprint != keys.fingerprint:
                raise IdempotencyKeyReusedError
            return entry
    for entry in entries:
        if entry.reference == keys.reference:
            if entry.kind == "redemption" and entry.fingerprint != keys.fingerprint:
                raise OrderAlreadyPaidError(paid_amount=-entry.voucher_amount)
            return entry
    if keys.pay_code_id and any(e.pay_code_id == keys.pay_code_id for e in entries):
        raise PayCodeUsedError
    return None
