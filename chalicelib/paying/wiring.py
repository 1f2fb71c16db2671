"""Paying at a shop, and taking a payment back."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.cashbacks.wiring import CashbacksWiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.identity.wiring import IdentityWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.merchants.wiring import MerchantsWiring

if TYPE_CHECKING:
    from chalicelib.paying.cancellations import Cancellations
    from chalicelib.paying.pay_codes import PayCodes
    from chalicelib.paying.receipts import Receipts
    from chalicelib.paying.records import RedemptionRecords
    from chalicelib.paying.service import Redemptions


class PayingWiring(Wiring):
    @cached_property
    def pay_codes(self) -> "PayCodes":
        from chalicelib.paying.guessing import ring_for_guesses
        from chalicelib.paying.pay_codes import PayCodes
        from chalicelib.paying.store import TypedPayCodeStore

        return PayCodes(
            self.adapters.wired(MembersWiring).store,
            TypedPayCodeStore(self.adapters.table),
            self.adapters.wired(JoiningWiring).throttle,
            self.adapters.signer,
            self.adapters.now,
            partial(ring_for_guesses, stage=self.adapters.settings.stage),
        )

    @cached_property
    def redemptions(self) -> "Redemptions":
        from chalicelib.paying.service import Redemptions

        return Redemptions(
            chain=self.adapters.wired(LedgerWiring).chain,
            merchants=self.adapters.wired(MerchantsWiring).merchants,
            pay_codes=self.pay_codes,
            counties=self.adapters.wired(CountyWiring).counties,
            cashbacks=self.adapters.wired(CashbacksWiring).cashbacks,
            clock=self.adapters.now,
        )

    @cached_property
    def receipts(self) -> "Receipts":
        from chalicelib.paying.receipts import Receipts

        return Receipts(
            self.adapters.wired(LedgerWiring).store, self.adapters.wired(MerchantsWiring).store
        )

    @cached_property
    def records(self) -> "RedemptionRecords":
        from chalicelib.paying.records import RedemptionRecords

        return RedemptionRecords(
            self.adapters.wired(LedgerWiring).store,
            self.adapters.now,
            self.adapters.pause,
        )

    @cached_property
    def cancellations(self) -> "Cancellations":
        from chalicelib.paying.cancellations import Cancellations

        return Cancellations(
            chain=self.adapters.wired(LedgerWiring).chain,
            records=self.records,
            pay_codes=self.pay_codes,
            counties=self.adapters.wired(CountyWiring).counties,
            carry_on=self.adapters.wired(IdentityWiring).binding.carry_on,
            clock=self.adapters.now,
        )
