"""Why an entry is as it is: its record, its link in the chain, the settings it was decided by."""

from typing import Any

from msgspec import Struct

from chalicelib.county.ports import CountyStore
from chalicelib.county.settings import SettingVersion
from chalicelib.ledger import explaining
from chalicelib.ledger.entries import Entry, compute_hash, to_record
from chalicelib.ledger.errors import EntryNotFoundError
from chalicelib.ledger.ports import WalletStore


class Explanation(Struct, frozen=True):
    """An entry, whether it and its link to the one before are whole, and the versions of the
    settings that its rule read on its day. `previous` is `None` for the first of a wallet."""

    entry: Entry
    previous: Entry | None
    is_whole: bool
    settings: list[SettingVersion]

    @property
    def record(self) -> dict[str, Any]:
        return to_record(self.entry)


class Explanations(Struct, frozen=True):
    store: CountyStore
    wallets: WalletStore

    def explain(self, county_id: str, member_id: str, entry_id: str) -> Explanation:
        """Why an entry is as it is. Raises `EntryNotFoundError`."""
        try:
            entry = self.wallets.entry(county_id, member_id, entry_id)
        except (ValueError, OverflowError) as exc:
            raise EntryNotFoundError from exc
        if entry is None:
            raise EntryNotFoundError
        previous = None
        if entry.seq > 1:
            page = self.wallets.list_entries(county_id, member_id, limit=1, before_seq=entry.seq)
            previous = next(iter(page.entries), None)
        versions = self.store.setting_versions(county_id)
        return Explanation(
            entry,
            previous,
            is_whole=compute_hash(to_record(entry)) == entry.hash
            and (entry.seq == 1 or (previous is not None and previous.hash == entry.prev_hash)),
            settings=explaining.in_force_for(entry.kind, versions, entry.on),
        )
