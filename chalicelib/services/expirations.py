"""Writing off lots whose last day has passed. The wallets already count them for nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chalicelib.domain import grants
from chalicelib.domain.references import CommandKeys, digest
from chalicelib.domain.values import add_months
from chalicelib.domain.wallet import Draft
from chalicelib.services.chain import Chain, View
from chalicelib.services.counties import Counties
from chalicelib.services.ports import CountyStore, WalletStore

CATCH_UP_DAYS = 7
"""Each run looks at this many days past, so that a missed night is made up for."""


@dataclass(frozen=True)
class Expirations:
    chain: Chain
    wallets: WalletStore
    counties: Counties
    store: CountyStore

    def run(self, county_id: str, today: date) -> int:
        """Write off everything that expired in the last days. The number of wallets touched."""
        touched = 0
        seen: set[str] = set()
        for offset in range(1, CATCH_UP_DAYS + 1):
            last_day = today - timedelta(days=offset)
            for member_id in self._holders_of_lots_ending(county_id, last_day):
                if member_id not in seen:
                    seen.add(member_id)
                    touched += self._write_off(county_id, member_id, today)
        return touched

    def _holders_of_lots_ending(self, county_id: str, last_day: date) -> Iterator[str]:
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
        months = {v.value for v in versions if v.key == "mileage.valid_months"}
        years = {v.value for v in versions if v.key == "voucher.valid_years"}
        return {m for m in months if m} | {12 * y for y in years if y}

    def _write_off(self, county_id: str, member_id: str, today: date) -> bool:
        reference = f"expiration/{today.isoformat()}"
        keys = CommandKeys(reference=reference, fingerprint=digest(reference))

        def decide(view: View) -> Draft | None:
            return grants.decide_expiration(view.head, today=today) if view.head else None

        outcome = self.chain.run(county_id, member_id, keys, decide)
        return outcome is not None and not outcome.replayed
