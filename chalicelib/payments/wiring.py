"""Payments, and the worker that follows them for the purchases it is given."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.members.wiring import MembersWiring

if TYPE_CHECKING:
    from chalicelib.payments.buyers import TextedBuyers
    from chalicelib.payments.following import Following
    from chalicelib.payments.ports import Orders, Receivables
    from chalicelib.payments.queue import PaymentQueue
    from chalicelib.payments.service import Payments
    from chalicelib.payments.store import PaymentStore
    from chalicelib.payments.sweeping import Sweeping


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

        return Payments(self.store, self.messages, self.adapters.cipher, self.adapters.now)

    @cached_property
    def sweeping(self) -> "Sweeping":
        from chalicelib.payments.sweeping import Sweeping

        return Sweeping(self.store, self.messages, self.adapters.now)

    @cached_property
    def buyers(self) -> "TextedBuyers":
        from chalicelib.payments.buyers import TextedBuyers

        return TextedBuyers(
            self.adapters.wired(MembersWiring).store,
            self.adapters.cipher,
            self.adapters.text_messages,
        )

    def following(self, orders: "Orders", receivables: "Receivables") -> "Following":
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
            receivables=receivables,
            clock=self.adapters.now,
        )
