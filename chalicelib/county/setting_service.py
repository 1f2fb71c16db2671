"""The settings as staff see them: in force on a day, through time, and a new version."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.county import setting_history
from chalicelib.county.errors import SettingNotFoundError, SettingVersionExistsError
from chalicelib.county.ports import CountyStore
from chalicelib.county.setting_history import SettingStanding
from chalicelib.county.settings import SettingVersion
from chalicelib.ledger import explaining as ledger_explaining
from chalicelib.ledger.entries import Entry, compute_hash, to_record
from chalicelib.ledger.errors import EntryNotFoundError
from chalicelib.ledger.ports import WalletStore

RECORD_TRIES_MAX = 5


@dataclass(frozen=True, slots=True)
class Explanation:
    """An entry, whether it and its link to the one before are whole, and the versions of the
    settings that its rule read on its day. `previous` is `None` for the first of a wallet."""

    entry: Entry
    previous: Entry | None
    is_whole: bool
    settings: list[SettingVersion]

    @property
    def record(self) -> dict[str, Any]:
        return to_record(self.entry)


@dataclass(frozen=True)
class SettingDesk:
    store: CountyStore
    wallets: WalletStore
    clock: Clock

    def on(self, county_id: str, day: date) -> list[SettingStanding]:
        return setting_history.standing_on(self.store.setting_versions(county_id), day)

    def history(self, county_id: str, key: str) -> list[SettingVersion]:
        """The newest first; also of a setting that is no longer used. Raises
        `SettingNotFoundError`."""
        found = [v for v in self.store.setting_versions(county_id) if v.key == key]
        if not found:
            raise SettingNotFoundError
        return sorted(found, key=lambda v: v.effective_on, reverse=True)

    def record(self, county_id: str, version: SettingVersion) -> SettingVersion:
        """Write a version that takes effect on a day to come. Raises what `check_new` does.

        It is judged by all that are there at the moment of writing: no version can be taken back.
        """
        for _ in range(RECORD_TRIES_MAX):
            now = self.clock()
            known = self.store.setting_versions(county_id, consistent=True)
            setting_history.check_new(known, version, now=now)
            recorded = replace(version, recorded_at=now)
            outcome = self.store.record_setting(county_id, recorded, known_count=len(known))
            if outcome == "written":
                return recorded
            if outcome == "exists":
                raise SettingVersionExistsError(param="effective_on")
        raise TryAgainError(retry_after_seconds=1)

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
            settings=ledger_explaining.in_force_for(entry.kind, versions, entry.on),
        )
