"""Writing off lots whose last day has passed. The wallets already count them for nothing."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct, field

from chalicelib.core.errors import DomainError
from chalicelib.county.ports import CountyStore
from chalicelib.county.service import Counties
from chalicelib.ledger.appending import Draft, LedgerBrokenError
from chalicelib.ledger.chain import Chain, View
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.ports import WalletStore
from chalicelib.ledger.profile import Profile
from chalicelib.wallets import expiry
from chalicelib.wallets.lot_holders import GrantFiles, LotHolders

CATCH_UP_DAYS_MAX = 60
"""A run begins where the last one ended that left nothing undone, but not further back."""


class ExpirationRun(Struct):
    """How many wallets were written to, and the members whose wallets could not be."""

    touched: int = 0
    failed: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)


class Expirations(Struct, frozen=True):
    chain: Chain
    wallets: WalletStore
    counties: Counties
    store: CountyStore
    files: GrantFiles
    holders: LotHolders

    def run(self, county_id: str, today: date) -> ExpirationRun:
        """Write off everything that expired since the last run. A wallet that fails is named, holds
        up no other, and is tried again the next night."""
        run, days = ExpirationRun(), self._days(county_id, today)
        for day in days:
            for member_id in (
                *self.holders.of_lots_ending(county_id, day),
                *self._holders_given_back(county_id, day),
            ):
                self._visit(county_id, member_id, today, run)
        for member_id in self.files.holders_until(county_id, days) if days else ():
            self._visit(county_id, member_id, today, run)
        if not run.failed:
            self.store.put_expired_through(county_id, today - timedelta(days=1))
        return run

    def _days(self, county_id: str, today: date) -> list[date]:
        """The days since the last complete run, yesterday included."""
        oldest = today - timedelta(days=CATCH_UP_DAYS_MAX)
        done = self.store.expired_through(county_id)
        after = done + timedelta(days=1) if done else oldest
        first = max(after, oldest, self.counties.county(county_id).opened_on)
        return [first + timedelta(days=n) for n in range((today - first).days)]

    def _visit(self, county_id: str, member_id: str, today: date, run: ExpirationRun) -> None:
        """Whoever got a lot may go on in another wallet by now, which has the lot."""
        onward: str | None = member_id
        while onward is not None and onward not in run.seen:
            wallet = onward
            run.seen.add(wallet)
            try:
                onward = self._write_off(county_id, wallet, today, run)
            except (LedgerBrokenError, DomainError):
                run.failed.append(wallet)

    def _holders_given_back(self, county_id: str, day: date) -> Iterator[str]:
        """Members to whom a cancel of that day gave money back into a lot that had ended."""
        for entry in self.wallets.entries_on(county_id, day):
            if entry.kind == "cancellation" and any(
                a.expires_on is not None and a.expires_on <= day for a in entry.allocations
            ):
                yield entry.member_id

    def _write_off(
        self, county_id: str, member_id: str, today: date, run: ExpirationRun
    ) -> str | None:
        """Where its person goes on, if that is another wallet."""
        reference = f"expiration/{today.isoformat()}"
        keys = CommandKeys(reference=reference, fingerprint=digest(reference))
        whose: list[Profile | None] = []

        def decide(view: View) -> Draft | None:
            whose.append(view.profile)
            return expiry.decide_expiration(view.head, today=today) if view.head else None

        outcome = self.chain.run(county_id, member_id, keys, decide)
        run.touched += outcome is not None and not outcome.replayed
        profile = outcome.profile if outcome else whose[-1]
        return profile.continues_in if profile else None
