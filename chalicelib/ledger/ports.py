"""What the ledger needs of the world."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Literal, Protocol

from msgspec import Struct

from chalicelib.ledger.appending import EntryPage, WalletPage
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import Entry


class PlaceTaken(Struct, frozen=True):
    """Nothing was written, since another writer was first: `by` is the entry that stands there.
    False, like the `False` of stores that are not told it."""

    by: Entry

    def __bool__(self) -> Literal[False]:
        return False


class ChainStore(Protocol):
    """What `Chain` needs of a wallet store: to read a chain and to write at its end."""

    def read(self, county_id: str, member_id: str) -> WalletPage: ...

    def read_older(
        self, county_id: str, member_id: str, start: Mapping[str, Any], limit: int
    ) -> EntryPage: ...

    def entry_at(self, county_id: str, member_id: str, seq: int) -> Entry | None: ...

    def append(self, entry: Entry) -> bool | PlaceTaken: ...

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool: ...

    def append_two(self, entry: Entry, follower: Entry, budget: BudgetChange | None) -> bool: ...


class WalletStore(ChainStore, Protocol):
    def list_entries(
        self,
        county_id: str,
        member_id: str,
        *,
        limit: int,
        before_seq: int | None,
        consistent: bool = False,
    ) -> EntryPage: ...

    def first_entry(self, county_id: str, member_id: str) -> Entry | None: ...

    def entry(self, county_id: str, member_id: str, entry_id: str) -> Entry | None: ...

    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]: ...

    def redemption_entries(
        self, county_id: str, merchant_id: str, redemption_on: date, redemption_id: str
    ) -> list[Entry]: ...

    def redemptions_on(
        self, county_id: str, merchant_id: str, on: date, *, limit: int, before: str | None
    ) -> tuple[list[list[Entry]], str | None]: ...

    def redemptions_between(
        self,
        county_id: str,
        merchant_id: str,
        from_on: date,
        to_on: date,
        *,
        limit: int,
        before: str | None,
    ) -> tuple[list[list[Entry]], str | None]: ...
