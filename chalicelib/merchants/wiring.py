"""Shops, their keys and the register."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring

if TYPE_CHECKING:
    from chalicelib.merchants.account_service import Accounts
    from chalicelib.merchants.application_service import Applications
    from chalicelib.merchants.decision_service import Decisions
    from chalicelib.merchants.import_service import Imports
    from chalicelib.merchants.last_paid_store import LastPaidStore
    from chalicelib.merchants.night_service import Nights
    from chalicelib.merchants.paper_service import ShopPapers
    from chalicelib.merchants.register_service import Registers
    from chalicelib.merchants.registration_lists import RegistrationLists
    from chalicelib.merchants.registration_service import Registrations
    from chalicelib.merchants.registry_store import RegistryStore
    from chalicelib.merchants.reports import ShopReportStore
    from chalicelib.merchants.service import Merchants
    from chalicelib.merchants.shop_change_decisions import ShopChangeDecisions
    from chalicelib.merchants.shop_change_service import Contacts, ShopChanges
    from chalicelib.merchants.shop_change_store import ShopChangeStore
    from chalicelib.merchants.store import MerchantStore
    from chalicelib.merchants.tax_looks import TaxLooks
    from chalicelib.merchants.tax_sweep import TaxSweep


class MerchantsWiring(Wiring):
    @cached_property
    def store(self) -> "MerchantStore":
        from chalicelib.merchants.store import MerchantStore

        return MerchantStore(self.adapters.table)

    @cached_property
    def merchants(self) -> "Merchants":
        from chalicelib.merchants.service import Merchants

        return Merchants(
            self.store,
            self.adapters.settings.is_live,
            self.adapters.signer,
            self.adapters.now,
        )

    @cached_property
    def reports(self) -> "ShopReportStore":
        from chalicelib.merchants.reports import ShopReportStore

        return ShopReportStore(self.adapters.table)

    @cached_property
    def registry(self) -> "RegistryStore":
        from chalicelib.merchants.registry_store import RegistryStore

        return RegistryStore(self.adapters.table)

    @cached_property
    def looks(self) -> "TaxLooks":
        from chalicelib.merchants.tax_looks import TaxLooks

        return TaxLooks(self.adapters.tax_office, self.adapters.now)

    @cached_property
    def applications(self) -> "Applications":
        from chalicelib.joining import phones
        from chalicelib.merchants.application_service import Applications

        return Applications(
            store=self.registry,
            merchants=self.store,
            looks=self.looks,
            counties=self.adapters.wired(CountyWiring).counties,
            throttle=self.adapters.wired(JoiningWiring).throttle,
            cipher=self.adapters.cipher,
            signer=self.adapters.signer,
            normalize_phone=phones.normalize,
            clock=self.adapters.now,
        )

    @cached_property
    def registrations(self) -> "Registrations":
        from chalicelib.merchants.registration_service import Registrations

        def identity_key(county_id: str, kind: str, value: str) -> str:
            # The night, which changes no account, has no right to the signer's key.
            return self.adapters.signer.identity_key(county_id, kind, value)

        return Registrations(
            store=self.registry,
            merchants=self.store,
            cipher=self.adapters.cipher,
            identity_key=identity_key,
            clock=self.adapters.now,
        )

    @cached_property
    def shop_change_store(self) -> "ShopChangeStore":
        from chalicelib.merchants.shop_change_store import ShopChangeStore

        return ShopChangeStore(self.adapters.table)

    @cached_property
    def contacts(self) -> "Contacts":
        from chalicelib.merchants.shop_change_service import Contacts

        return Contacts(self.adapters.text_messages, self.adapters.cipher)

    @cached_property
    def shop_changes(self) -> "ShopChanges":
        from chalicelib.joining import phones
        from chalicelib.merchants.shop_change_service import ShopChanges

        return ShopChanges(
            registrations=self.registrations,
            store=self.shop_change_store,
            counties=self.adapters.wired(CountyWiring).counties,
            throttle=self.adapters.wired(JoiningWiring).throttle,
            contacts=self.contacts,
            cipher=self.adapters.cipher,
            normalize_phone=phones.normalize,
            person_key=self.adapters.signer.person_key,
            clock=self.adapters.now,
        )

    @cached_property
    def shop_change_decisions(self) -> "ShopChangeDecisions":
        from chalicelib.merchants.shop_change_decisions import ShopChangeDecisions

        return ShopChangeDecisions(
            changes=self.shop_changes,
            registrations=self.registrations,
            store=self.shop_change_store,
            counties=self.adapters.wired(CountyWiring).counties,
            contacts=self.contacts,
            cipher=self.adapters.cipher,
            person_key=self.adapters.signer.person_key,
            clock=self.adapters.now,
        )

    @cached_property
    def registration_lists(self) -> "RegistrationLists":
        from chalicelib.merchants.registration_lists import RegistrationLists

        return RegistrationLists(self.registry, self.store)

    @cached_property
    def papers(self) -> "ShopPapers":
        from chalicelib.merchants.paper_service import ShopPapers

        return ShopPapers(self.registrations, self.registry, self.adapters.now)

    @cached_property
    def accounts(self) -> "Accounts":
        from chalicelib.merchants.account_service import Accounts

        return Accounts(
            self.registry,
            self.adapters.account_holders,
            self.adapters.cipher,
            self.adapters.now,
        )

    @cached_property
    def tax_sweep(self) -> "TaxSweep":
        from chalicelib.merchants.tax_sweep import TaxSweep

        return TaxSweep(
            self.registry,
            self.store,
            self.adapters.tax_office,
            self.adapters.cipher,
            self.adapters.now,
        )

    @cached_property
    def last_paid(self) -> "LastPaidStore":
        from chalicelib.merchants.last_paid_store import LastPaidStore

        return LastPaidStore(self.adapters.table)

    @cached_property
    def registers(self) -> "Registers":
        from chalicelib.merchants.register_service import Registers

        return Registers(self.store, self.adapters.report_files, self.adapters.now)

    @cached_property
    def imports(self) -> "Imports":
        from chalicelib.merchants.import_service import Imports
        from chalicelib.merchants.import_store import ImportStore
        from chalicelib.merchants.queue import ImportQueue

        return Imports(
            store=ImportStore(self.adapters.table),
            registry=self.registry,
            merchants=self.store,
            queue=ImportQueue(self.adapters.queue(self.adapters.settings.import_queue_url)),
            tax_office=self.adapters.tax_office,
            counties=self.adapters.wired(CountyWiring).counties,
            cipher=self.adapters.cipher,
            signer=self.adapters.signer,
            clock=self.adapters.now,
        )

    @cached_property
    def nights(self) -> "Nights":
        from chalicelib.ledger.wiring import LedgerWiring
        from chalicelib.merchants.last_paid_store import JobNotes
        from chalicelib.merchants.night_service import Nights
        from chalicelib.staff.subscriber_store import SubscriberStore

        return Nights(
            store=self.registry,
            sweep=self.tax_sweep,
            registrations=self.registrations,
            decisions=self.decisions,
            accounts=self.accounts,
            last_paid=self.last_paid,
            notes=JobNotes(self.adapters.table),
            entries=self.adapters.wired(LedgerWiring).store,
            subscribers=SubscriberStore(self.adapters.table),
            mailer=self.adapters.mail,
            counties=self.adapters.wired(CountyWiring).counties,
        )

    @cached_property
    def decisions(self) -> "Decisions":
        from chalicelib.merchants.decision_service import Decisions

        return Decisions(
            store=self.registry,
            merchants=self.store,
            looks=self.looks,
            counties=self.adapters.wired(CountyWiring).counties,
            messages=self.adapters.text_messages,
            cipher=self.adapters.cipher,
            clock=self.adapters.now,
        )
