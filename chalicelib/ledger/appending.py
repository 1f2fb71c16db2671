"""Appending to a wallet's chain: the pure half.

A command is decided by a pure function `(head, …) -> Draft`, and `append` makes the next entry of
it. Writing it, and trying again when another writer was first, is `ledger.chain`.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from chalicelib.core.errors import IdempotencyKeyReusedError
from chalicelib.core.values import least_id, new_id, seoul_date, to_milliseconds
from chalicelib.county.settings import CANCEL_DAYS_MAX
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.cashback_facts import CashbackCounters, CashbackFact, counters_after
from chalicelib.ledger.entries import (
    CANCELS_MAX,
    GENESIS_HASH,
    Counterparty,
    Entry,
    Origin,
    compute_hash,
    to_record,
)
from chalicelib.ledger.errors import (
    NetCanceledError,
    OrderAlreadyPaidError,
    PayCodeUsedError,
    WalletFullError,
)
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.kinds import KINDS, EntryKind
from chalicelib.ledger.lots import Allocation, Lot
from chalicelib.ledger.owing import ReceivableFact, owed_after
from chalicelib.ledger.profile import Profile
from chalicelib.ledger.purchase_facts import (
    ChangeRefunds,
    PurchaseCounters,
    PurchaseFact,
    Reservation,
)
from chalicelib.ledger.recent_keys import RecentKeys


class EntryPage(Struct, frozen=True):
    """Entries, newest first; `older` is where a store goes on, `None` at the chain's beginning."""

    entries: list[Entry]
    older: Mapping[str, Any] | None


class WalletPage(EntryPage, frozen=True):
    """The newest entries, and whose wallet it is."""

    profile: Profile | None


class Draft(Struct, frozen=True, kw_only=True):
    """What a decision wants to write: the changes to lots, and what the event was about.

    `purchases` are the counters after it, if they change. `budget` is written in the same
    transaction as the entry, or neither is. `pay_code_id` is what the entry uses up besides the
    keys of its command. `refunds`: what was paid back of lots that come from another wallet, as is
    `owed_since`: since which entry a debt that comes along is owed. `reservation`: what is held for
    `purchase` from now on; `reservations`: all that is held after it, if some of that comes from
    another wallet or goes there. `cashbacks`: the month's counters after it, if they come from
    another wallet. `followed_by`: the entry right after this one, in the same transaction; the
    budget is then of both.
    """

    kind: EntryKind
    allocations: tuple[Allocation, ...] = ()
    origin: Origin | None = None
    merchant: Counterparty | None = None
    of_redemption_id: str | None = None
    canceled_before: int = 0
    canceled_amount: int = 0
    purchase: PurchaseFact | None = None
    purchases: PurchaseCounters | None = None
    budget: BudgetChange | None = None
    reason: str | None = None
    corrects_entry_id: str | None = None
    terminal_id: str | None = None
    refunds: Mapping[str, ChangeRefunds] = field(default_factory=dict)
    reservation: Reservation | None = None
    reservations: Mapping[str, Reservation] | None = None
    receivable: ReceivableFact | None = None
    owed_since: str | None = None
    cashback: CashbackFact | None = None
    cashbacks: CashbackCounters | None = None
    followed_by: "Draft | None" = None
    entry_id: str | None = None
    pay_code_id: str | None = None


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
    recent = head.recent.carried_over(head.at) if head else RecentKeys.none(now)
    lots_max = max(lot_rules.LOTS_MAX, len(head.lots) if head else 0)
    if not KINDS[draft.kind].gives_back and (len(lots) > lots_max or recent.is_full(now)):
        raise WalletFullError
    pay_code_id = draft.pay_code_id or keys.pay_code_id
    mileage = sum(a.amount for a in draft.allocations if a.kind == "mileage")
    vouchers = sum(a.amount for a in draft.allocations if a.kind != "mileage")
    entry_id = draft.entry_id or new_entry_id(now)
    entry = Entry(
        county_id=county_id,
        member_id=member_id,
        seq=head.seq + 1 if head else 1,
        entry_id=entry_id,
        kind=draft.kind,
        at=now,
        reference=keys.reference,
        fingerprint=keys.fingerprint,
        idempotency=keys.idempotency,
        pay_code_id=pay_code_id,
        mileage_amount=mileage,
        voucher_amount=vouchers,
        mileage_balance=(head.mileage_balance if head else 0) + mileage,
        voucher_balance=(head.voucher_balance if head else 0) + vouchers,
        allocations=draft.allocations,
        lots=lots,
        purchases=draft.purchases or (head.purchases if head else PurchaseCounters()),
        cancels=_cancels_after(head, draft, now),
        refunds=_refunds_after(head, draft, lots, now),
        reservations=_reservations_after(head, draft),
        recent=recent.with_keys(keys.reference, keys.idempotency, pay_code_id, now),
        origin=draft.origin,
        merchant=draft.merchant,
        of_redemption_id=draft.of_redemption_id,
        purchase=draft.purchase,
        reason=draft.reason,
        corrects_entry_id=draft.corrects_entry_id,
        terminal_id=draft.terminal_id,
        receivable=draft.receivable,
        cashback=draft.cashback,
        cashbacks=_cashbacks_after(head, draft, now),
        owed=owed_after(head.owed if head else None, draft.receivable, entry_id, draft.owed_since),
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
    """Cancelled amounts by redemption, as long as a cancel could still come; of the newest
    `CANCELS_MAX` redemptions, and of the one that the entry itself cancels. That one displaces no
    other: whatever was dropped is older than all that is kept beside it, and so can no longer be
    cancelled once fewer are kept."""
    before = head.cancels if head else {}
    oldest = least_id("rdm", now - timedelta(days=CANCEL_DAYS_MAX + 2)) if before else ""
    cancels = {rdm: amount for rdm, amount in before.items() if rdm >= oldest}
    if draft.kind != "cancellation" or draft.of_redemption_id is None:
        return cancels
    cancels.pop(draft.of_redemption_id, None)
    while len(cancels) > CANCELS_MAX:
        del cancels[min(cancels)]
    return cancels | {draft.of_redemption_id: draft.canceled_before + draft.canceled_amount}


def _refunds_after(
    head: Entry | None, draft: Draft, lots: Iterable[Lot], now: datetime
) -> Mapping[str, ChangeRefunds]:
    """By lot, as long as it is open or a cancel could open it again."""
    known, today = head.refunds if head else {}, seoul_date(now)
    before = known
    if known:
        open_ids = {lot.lot_id for lot in lots}
        oldest = today - timedelta(days=CANCEL_DAYS_MAX + 2)
        before = {
            lot_id: refund
            for lot_id, refund in known.items()
            if lot_id in open_ids or refund.last_on >= oldest
        }
    if draft.refunds:
        return {**before, **draft.refunds}
    if draft.kind not in ("change_refund", "leaving_refund"):
        return before
    [closed] = draft.allocations
    earlier = known[closed.lot_id].amount if closed.lot_id in known else 0
    return {**before, closed.lot_id: ChangeRefunds(earlier - closed.amount, today)}


def _reservations_after(head: Entry | None, draft: Draft) -> Mapping[str, Reservation]:
    if draft.reservations is not None:
        return draft.reservations
    held = head.reservations if head else {}
    fact = draft.purchase
    if fact is None or not fact.held_amount or KINDS[draft.kind].role == "paper":
        return held
    if draft.reservation is not None:
        return {**held, fact.purchase_id: draft.reservation}
    return {key: each for key, each in held.items() if key != fact.purchase_id}


def _cashbacks_after(head: Entry | None, draft: Draft, now: datetime) -> CashbackCounters | None:
    if draft.cashbacks is not None:
        return draft.cashbacks
    before = head.cashbacks if head else None
    if before is None and draft.cashback is None:
        return None
    month = seoul_date(now).strftime("%Y-%m")
    return counters_after(before, draft.kind, draft.cashback, draft.of_redemption_id, month)


def find_prior(entries: Iterable[Entry], keys: CommandKeys) -> Entry | None:
    """The entry that already answered this command, among `entries` of the replay window; `None`
    if there is none.

    This check comes before every other rule. Raises `NetCanceledError`, `PayCodeUsedError`,
    `IdempotencyKeyReusedError`, `OrderAlreadyPaidError`.
    """
    entries = list(entries)
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
