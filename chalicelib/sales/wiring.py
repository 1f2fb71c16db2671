"""Selling vouchers, taking them back, paying refunds out."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.wiring import StaffWiring

if TYPE_CHECKING:
    from chalicelib.core.cache import TtlCache
    from chalicelib.sales.counter_cancels import CounterCancelStore
    from chalicelib.sales.counter_request_store import CounterRequestStore
    from chalicelib.sales.counter_requests import CounterRequests
    from chalicelib.sales.counter_sales import CounterSales
    from chalicelib.sales.left_wallets import LeftWallets
    from chalicelib.sales.lottery_draws import LotteryDraws
    from chalicelib.sales.payout_service import Payouts
    from chalicelib.sales.round_service import Rounds
    from chalicelib.sales.rounds import Round
    from chalicelib.sales.service import Purchases
    from chalicelib.sales.store import RoundStore


class SalesWiring(Wiring):
    @cached_property
    def store(self) -> "RoundStore":
        from chalicelib.sales.store import RoundStore

        return RoundStore(self.adapters.table)

    @cached_property
    def known_rounds(self) -> "TtlCache[Round | None]":
        """One for all, so that what changes a round here makes everybody here forget it."""
        from chalicelib.core.cache import TtlCache

        return TtlCache()

    @cached_property
    def rounds(self) -> "Rounds":
        from chalicelib.sales.round_service import Rounds

        return Rounds(
            self.store,
            self.adapters.wired(StaffWiring).idempotency_store,
            self.adapters.wired(CountyWiring).counties,
            self.adapters.now,
            lambda: self.lottery_draws,
            known=self.known_rounds,
        )

    @cached_property
    def lottery_draws(self) -> "LotteryDraws":
        from chalicelib.draws.wiring import DrawsWiring
        from chalicelib.sales.lottery_draws import LotteryDraws

        return LotteryDraws(self.adapters.wired(DrawsWiring).round_lots.announce)

    @cached_property
    def purchases(self) -> "Purchases":
        from chalicelib.sales.service import Purchases

        return Purchases(
            self.adapters.wired(LedgerWiring).chain,
            self.store,
            self.adapters.wired(CountyWiring).counties,
            self.counter_cancels.ledger(self.adapters.wired(LedgerWiring).store),
            known=self.known_rounds,
        )

    @cached_property
    def counter_cancels(self) -> "CounterCancelStore":
        from chalicelib.sales.counter_cancels import CounterCancelStore

        return CounterCancelStore(self.adapters.table)

    @cached_property
    def counter_sales(self) -> "CounterSales":
        from chalicelib.sales.counter_sales import CounterSales
        from chalicelib.sales.counter_store import CounterSaleStore

        wallets = self.adapters.wired(LedgerWiring).store
        return CounterSales(
            purchases=self.purchases,
            wallets=wallets,
            store=CounterSaleStore(self.adapters.table, wallets),
            counties=self.adapters.wired(CountyWiring).counties,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            throttle=self.adapters.wired(JoiningWiring).throttle,
            clock=self.adapters.now,
        )

    @cached_property
    def counter_request_store(self) -> "CounterRequestStore":
        from chalicelib.sales.counter_request_store import CounterRequestStore

        return CounterRequestStore(self.adapters.table)

    @cached_property
    def counter_requests(self) -> "CounterRequests":
        from chalicelib.sales.counter_requests import CounterRequests

        return CounterRequests(
            store=self.counter_request_store,
            sales=self.counter_sales,
            counties=self.adapters.wired(CountyWiring).counties,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            clock=self.adapters.now,
        )

    @cached_property
    def left_wallets(self) -> "LeftWallets":
        from chalicelib.joining import phones
        from chalicelib.sales.left_wallets import LeftWallets

        return LeftWallets(
            chain=self.adapters.wired(LedgerWiring).chain,
            members=self.adapters.wired(MembersWiring).store,
            own_wallets=self.adapters.wired(ApprovalsWiring).own_wallets,
            idempotency_keys=self.adapters.wired(StaffWiring).idempotency_keys,
            throttle=self.adapters.wired(JoiningWiring).throttle,
            signer=self.adapters.signer,
            normalize_phone=phones.normalize,
            clock=self.adapters.now,
        )

    @cached_property
    def payouts(self) -> "Payouts":
        from chalicelib.sales.payout_service import Payouts
        from chalicelib.sales.payout_store import PayoutStore

        return Payouts(
            PayoutStore(self.adapters.table),
            self.adapters.wired(LedgerWiring).store,
            self.adapters.wired(MembersWiring).store,
            self.adapters.wired(ApprovalsWiring).own_wallets,
            self.adapters.wired(StaffWiring).idempotency_keys,
            self.adapters.now,
        )
