"""Payments, and the worker that follows them for the purchases it is given."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.identity.wiring import IdentityWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.wiring import StaffWiring
from chalicelib.totals.wiring import TotalsWiring

if TYPE_CHECKING:
    from chalicelib.payments.buyers import TextedBuyers
    from chalicelib.payments.following import Following
    from chalicelib.payments.match_store import MatchStore
    from chalicelib.payments.matching import Matching
    from chalicelib.payments.ports import Orders
    from chalicelib.payments.purchase_money import PurchaseMoney
    from chalicelib.payments.queue import PaymentQueue
    from chalicelib.payments.receivable_desk import ReceivableDesk
    from chalicelib.payments.receivable_service import Receivables
    from chalicelib.payments.receivable_store import ReceivableStore
    from chalicelib.payments.service import Payments
    from chalicelib.payments.store import PaymentStore
    from chalicelib.payments.sweeping import Sweeping
    from chalicelib.payments.waiver_service import Waivers


class PaymentsWiring(Wiring):
    @cached_property
    def store(self) -> "PaymentStore":
        from chalicelib.payments.store import PaymentStore

        return PaymentStore(self.adapters.table)

    @cached_property
    def messages(self) -> "PaymentQueue":
        from chalicelib.payments.queue import PaymentQueue

        return PaymentQueue(self.adapters.queue(self.adapters.settings.payment_queue_url))

    @cached_property
    def payments(self) -> "Payments":
        from chalicelib.payments.service import Payments

        return Payments(
            self.store,
            self.messages,
            self.adapters.cipher,
            self.adapters.wired(MembersWiring).store,
            self.adapters.wired(JoiningWiring).throttle,
            self.adapters.now,
        )

    @cached_property
    def sweeping(self) -> "Sweeping":
        from chalicelib.payments.sweeping import Sweeping

        return Sweeping(self.store, self.messages, self.adapters.now)

    @cached_property
    def match_store(self) -> "MatchStore":
        from chalicelib.payments.match_store import MatchStore

        return MatchStore(self.adapters.table)

    @cached_property
    def matching(self) -> "Matching":
        from chalicelib.payments.ledger_sales import LedgerSales
        from chalicelib.payments.matching import Matching

        return Matching(
            self.store,
            self.match_store,
            self.adapters.payment_provider,
            LedgerSales(self.adapters.wired(LedgerWiring).store),
            self.messages,
            self.adapters.now,
        )

    @cached_property
    def buyers(self) -> "TextedBuyers":
        from chalicelib.payments.buyers import TextedBuyers

        return TextedBuyers(
            self.adapters.wired(MembersWiring).store,
            self.adapters.cipher,
            self.adapters.text_messages,
        )

    @cached_property
    def receivables(self) -> "Receivables":
        from chalicelib.payments.receivable_service import Receivables

        return Receivables(
            self.adapters.wired(LedgerWiring).chain,
            self.adapters.wired(IdentityWiring).binding.carry_on,
        )

    @cached_property
    def receivable_store(self) -> "ReceivableStore":
        from chalicelib.payments.receivable_store import ReceivableStore

        return ReceivableStore(self.adapters.table)

    @cached_property
    def waivers(self) -> "Waivers":
        from chalicelib.payments.waiver_service import Waivers

        return Waivers(
            store=self.receivable_store,
            chain=self.adapters.wired(LedgerWiring).chain,
            wallets=self.adapters.wired(LedgerWiring).store,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )

    @cached_property
    def receivable_desk(self) -> "ReceivableDesk":
        from chalicelib.payments.receivable_desk import ReceivableDesk

        return ReceivableDesk(
            self.receivables,
            self.receivable_store,
            self.adapters.wired(LedgerWiring).store,
            self.adapters.wired(ApprovalsWiring).own_wallets,
            self.adapters.wired(StaffWiring).idempotency_keys,
        )

    @cached_property
    def purchase_money(self) -> "PurchaseMoney":
        from chalicelib.payments.purchase_money import PurchaseMoney

        return PurchaseMoney(self.store, self.adapters.wired(TotalsWiring).store)

    def following(self, orders: "Orders") -> "Following":
        """For the purchases above this package."""
        from chalicelib.payments.following import Following
        from chalicelib.payments.giving_back import GivingBack

        provider = self.adapters.payment_provider
        return Following(
            store=self.store,
            messages=self.messages,
            provider=provider,
            orders=orders,
            giving_back=GivingBack(provider, self.adapters.cipher, self.buyers),
            receivables=self.receivables,
            clock=self.adapters.now,
        )
