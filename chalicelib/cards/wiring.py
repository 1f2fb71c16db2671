"""Printed cards."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.cards.card_pay_codes import CardPayCodes
    from chalicelib.cards.service import Cards
    from chalicelib.cards.store import CardStore


class CardsWiring(Wiring):
    @cached_property
    def store(self) -> "CardStore":
        from chalicelib.cards.store import CardStore

        return CardStore(self.adapters.table)

    @cached_property
    def cards(self) -> "Cards":
        from chalicelib.cards.service import Cards

        return Cards(
            store=self.store,
            members=self.adapters.wired(MembersWiring).members,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            keys=self.adapters.wired(StaffWiring).idempotency_keys,
            counties=self.adapters.wired(CountyWiring).counties,
            signer=self.adapters.signer,
            clock=self.adapters.now,
        )

    @cached_property
    def pay_codes(self) -> "CardPayCodes":
        from chalicelib.cards.card_pay_codes import CardPayCodes

        return CardPayCodes(
            store=self.store,
            members=self.adapters.wired(MembersWiring).store,
            throttle=self.adapters.wired(JoiningWiring).throttle,
            counties=self.adapters.wired(CountyWiring).counties,
            signer=self.adapters.signer,
            clock=self.adapters.now,
        )
