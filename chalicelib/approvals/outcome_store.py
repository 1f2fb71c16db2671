"""Writing an entry together with what says that it was written.

A refusal is final too, so it must not stand beside an entry that another process wrote a moment
later. Hence entry and outcome are one transaction, and whoever finds an outcome moves nothing.
"""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct

from chalicelib.approvals.approvals import OutcomeWrite
from chalicelib.ledger.appending import EntryPage, WalletPage
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.ports import ChainStore


class OutcomeExistsError(Exception):
    """The request has its outcome: read it. Nothing was written."""


class OutcomeStore(Struct, frozen=True):
    """The wallets as `Chain` needs them, with `write` in place of the plain append."""

    wallets: ChainStore
    write: Callable[[Entry], OutcomeWrite]

    def read(self, county_id: str, member_id: str) -> WalletPage:
        return self.wallets.read(county_id, member_id)

    def read_older(
        self, county_id: str, member_id: str, start: Mapping[str, Any], limit: int
    ) -> EntryPage:
        return self.wallets.read_older(county_id, member_id, start, limit)

    def entry_at(self, county_id: str, member_id: str, seq: int) -> Entry | None:
        return self.wallets.entry_at(county_id, member_id, seq)

    def append(self, entry: Entry) -> bool:
        wrote = self.write(entry)
        if wrote == "outcome_exists":
            raise OutcomeExistsError
        return wrote == "written"

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool:
        raise TypeError("what staff approve uses no round's budget")

    def append_two(self, entry: Entry, follower: Entry, budget: BudgetChange | None) -> bool:
        raise TypeError("nothing follows what staff approve")
