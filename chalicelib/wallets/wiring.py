"""A member's own wallet, and the nightly write-off."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring

if TYPE_CHECKING:
    from chalicelib.wallets.expirations import Expirations
    from chalicelib.wallets.expiry_reminders import ExpiryReminders
    from chalicelib.wallets.lot_holders import GrantFiles, LotHolders
    from chalicelib.wallets.service import Wallets
    from chalicelib.wallets.test_customers import TestCustomers


class WalletsWiring(Wiring):
    @cached_property
    def wallets(self) -> "Wallets":
        from chalicelib.wallets.service import Wallets

        ledger = self.adapters.wired(LedgerWiring)
        return Wallets(
            chain=ledger.chain,
            store=ledger.store,
            members=self.adapters.wired(MembersWiring).store,
            counties=self.adapters.wired(CountyWiring).counties,
            clock=self.adapters.now,
        )

    @cached_property
    def expirations(self) -> "Expirations":
        from chalicelib.wallets.expirations import Expirations

        ledger, county = self.adapters.wired(LedgerWiring), self.adapters.wired(CountyWiring)
        return Expirations(
            ledger.chain,
            ledger.store,
            county.counties,
            county.store,
            self._grant_files,
            self._lot_holders,
        )

    @cached_property
    def expiry_reminders(self) -> "ExpiryReminders":
        from chalicelib.notifications.wiring import NotificationsWiring
        from chalicelib.wallets.expiry_reminders import ExpiryReminders

        telling = self.adapters.wired(NotificationsWiring).telling
        return ExpiryReminders(self._lot_holders, self._grant_files, telling)

    @cached_property
    def _grant_files(self) -> "GrantFiles":
        from chalicelib.approvals.bulk_grant_store import BulkGrantStore

        return BulkGrantStore(self.adapters.table)

    @cached_property
    def _lot_holders(self) -> "LotHolders":
        from chalicelib.wallets.lot_holders import LotHolders

        ledger, county = self.adapters.wired(LedgerWiring), self.adapters.wired(CountyWiring)
        return LotHolders(ledger.store, county.counties, county.store)

    @cached_property
    def test_customers(self) -> "TestCustomers":
        # Not at the top: the nightly write-off needs neither.
        from chalicelib.cards.wiring import CardsWiring
        from chalicelib.joining.wiring import JoiningWiring
        from chalicelib.paying.wiring import PayingWiring
        from chalicelib.wallets.test_customers import TestCustomers

        return TestCustomers(
            signups=self.adapters.wired(JoiningWiring).signup_consumer,
            wallets=self.wallets,
            pay_codes=self.adapters.wired(PayingWiring).pay_codes,
            cards=self.adapters.wired(CardsWiring).cards,
            counties=self.adapters.wired(CountyWiring).counties,
            cipher=self.adapters.cipher,
            signer=self.adapters.signer,
            clock=self.adapters.now,
            is_simulated=lambda: self.adapters.clock.is_simulated,
            is_live=self.adapters.settings.is_live,
        )
