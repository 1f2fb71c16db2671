"""Refunds in money: which are owed, and handing one over once."""

from datetime import date

from msgspec import Struct

from chalicelib.approvals.errors import OwnWalletError
from chalicelib.approvals.own_wallets import OwnWallets
from chalicelib.core.clock import Clock
from chalicelib.core.values import format_time, to_milliseconds
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import digest
from chalicelib.ledger.ports import WalletStore
from chalicelib.members.ports import MemberStore
from chalicelib.sales.errors import (
    PayerIsRecorderError,
    RefundAlreadyPaidError,
    RefundNotFoundError,
)
from chalicelib.sales.payouts import Payout, PayoutStatus, Refund, owed, recorder_of
from chalicelib.sales.ports import PayoutStore
from chalicelib.staff.idempotency_keys import IdempotencyKeys
from chalicelib.staff.person import Person

LOOKED_BACK_MAX = 200
"""Entries of a wallet that one page of its refunds reads; the next goes on before them."""
PAGE_ENTRIES = 100


class Payouts(Struct, frozen=True):
    store: PayoutStore
    wallets: WalletStore
    members: MemberStore
    own_wallets: OwnWallets
    idempotency_keys: IdempotencyKeys
    clock: Clock
    looked_back_max: int = LOOKED_BACK_MAX
    page_entries: int = PAGE_ENTRIES

    def of_member(
        self,
        county_id: str,
        member_id: str,
        *,
        status: PayoutStatus | None,
        limit: int,
        position: str | None,
    ) -> tuple[list[Refund], str | None]:
        """A member's refunds, newest first, read consistently from the wallet itself, and
        where the next page begins. A page may hold fewer than `limit`, and there still be more."""
        before_seq = int(position) if position else None
        found: list[Refund] = []
        for _ in range(self.looked_back_max // self.page_entries):
            page = self.wallets.list_entries(
                county_id,
                member_id,
                limit=self.page_entries,
                before_seq=before_seq,
                consistent=True,
            )
            for entry in page.entries:
                before_seq = entry.seq
                refund = self.refund(entry) if owed(entry) else None
                if refund and status in (None, refund.status):
                    found.append(refund)
                if len(found) == limit:
                    break
            if len(found) == limit or not page.older or before_seq == 1:
                break
        is_over = before_seq in (None, 1) or (len(found) < limit and not page.older)
        return found, None if is_over else str(before_seq)

    def on(
        self,
        county_id: str,
        day: date,
        *,
        status: PayoutStatus | None,
        limit: int,
        position: str | None,
    ) -> tuple[list[Refund], str | None]:
        """The refunds that a business day's entries owe, newest first, and where the next page
        begins. It reads the day once, as the dashboard does."""
        owing = {e.entry_id: e for e in self.wallets.entries_on(county_id, day) if owed(e)}
        ids = sorted((i for i in owing if position is None or i < position), reverse=True)
        paid = self.store.between(county_id, ids[-1], ids[0]) if ids else {}
        refunds = [Refund(owing[i], paid.get(i)) for i in ids]
        wanted = [r for r in refunds if status in (None, r.status)]
        if len(wanted) <= limit:
            return wanted, None
        return wanted[:limit], wanted[limit - 1].entry.entry_id

    def pay(
        self, county_id: str, person: Person, entry_id: str, *, member_id: str, idempotency_key: str
    ) -> tuple[Refund, bool]:
        """Write down that the money was handed over: (the refund, whether this repeats it).

        Raises `RefundNotFoundError`, `RefundAlreadyPaidError`, `IdempotencyKeyReusedError`,
        `PayerIsRecorderError`, `OwnWalletError`, `StaffNumberMissingError`.
        """
        self.own_wallets.check(county_id, person, {member_id})
        entry = self._entry(county_id, member_id, entry_id)
        if entry is None or not owed(entry):
            raise RefundNotFoundError
        recorder = recorder_of(entry)
        if recorder is not None and recorder.may_be(person):
            raise PayerIsRecorderError
        self._check_not_left_by(county_id, person, member_id)
        asked = {"entry_id": entry_id, "member_id": member_id}
        self.idempotency_keys.bind(county_id, "payout", person.subject, idempotency_key, asked)
        payout = Payout(
            county_id=county_id,
            entry_id=entry_id,
            member_id=member_id,
            amount=owed(entry),
            at=to_milliseconds(self.clock()),
            by=person,
            idempotency=digest("payout", person.subject, idempotency_key),
        )
        existing = self.store.put_new(payout)
        if existing is None:
            return Refund(entry, payout), False
        if existing.idempotency != payout.idempotency:
            raise RefundAlreadyPaidError(
                paid_at=format_time(existing.at), paid_by=existing.by.username
            )
        return Refund(entry, existing), True

    def _check_not_left_by(self, county_id: str, person: Person, member_id: str) -> None:
        """The payer's number may open another wallet by now than the one that was left under it."""
        left = self.members.left_wallets(county_id, person.person_key) if person.person_key else []
        if any(wallet.member_id == member_id for wallet in left):
            raise OwnWalletError(param="member_id")

    def refund(self, entry: Entry) -> Refund:
        """The entry that owes, and how it was paid, if it was."""
        return Refund(entry, self.store.by_id(entry.county_id, entry.entry_id))

    def _entry(self, county_id: str, member_id: str, entry_id: str) -> Entry | None:
        """A refund of a moment ago stands in the wallet before the index shows it."""
        for entry in self.wallets.read(county_id, member_id).entries:
            if entry.entry_id == entry_id:
                return entry
        try:
            return self.wallets.entry(county_id, member_id, entry_id)
        except (ValueError, OverflowError, OSError):
            return None  # Not an id of ours.
