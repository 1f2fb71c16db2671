"""Whose lots may end on a day, found by the days on which they were made (docs/decisions/0007)."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from chalicelib.core.values import add_months
from chalicelib.county.ports import CountyStore
from chalicelib.county.service import Counties
from chalicelib.ledger.ports import WalletStore


class GrantFiles(Protocol):
    def holders_until(self, county_id: str, last_days: Collection[date]) -> Iterator[str]:
        """Members who were given vouchers with one of these as their fixed last day."""


class LotHolders(Struct, frozen=True):
    wallets: WalletStore
    counties: Counties
    store: CountyStore

    def of_lots_ending(self, county_id: str, last_day: date) -> Iterator[str]:
        """Members who got a lot on a day from which the rules of that day lead to `last_day`."""
        for created_on in self._creation_days(county_id, last_day):
            for entry in self.wallets.entries_on(county_id, created_on):
                if any(a.amount > 0 and a.expires_on == last_day for a in entry.allocations):
                    yield entry.member_id

    def _creation_days(self, county_id: str, last_day: date) -> list[date]:
        """Every day on which a lot ending on `last_day` may have been made.

        No index by expiry is kept: it would cost a write for each lot, and the lot's day follows
        from the rule that was in force when it was made.
        """
        opened_on = self.counties.county(county_id).opened_on
        days = set()
        for months in self._validities(county_id):
            # Month lengths differ, so several days may share one end: the end of February, say.
            around = add_months(last_day, -months)
            for shift in range(-3, 4):
                day = around + timedelta(days=shift)
                if day >= opened_on and add_months(day, months) == last_day:
                    days.add(day)
        return sorted(days)

    def _validities(self, county_id: str) -> set[int]:
        """Every length of validity, in months, that was ever in force."""
        versions = self.store.setting_versions(county_id)
        return {v.value for v in versions if v.key.endswith(".valid_months") and v.value}
