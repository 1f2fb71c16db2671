"""Buying vouchers online."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring
from chalicelib.county.wiring import CountyWiring
from chalicelib.identity.wiring import IdentityWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.payments.wiring import PaymentsWiring
from chalicelib.sales.wiring import SalesWiring

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.aws.provider_payments import RefundAccount
    from chalicelib.buying.application_store import ApplicationStore
    from chalicelib.buying.applying import Applying
    from chalicelib.buying.commits import Commits
    from chalicelib.buying.endings import Endings
    from chalicelib.buying.following import Following
    from chalicelib.buying.lottery_steps import LotterySteps
    from chalicelib.buying.lottery_telling import LotteryTelling
    from chalicelib.buying.paid_orders import PaidOrders
    from chalicelib.buying.ports import PaymentDesk
    from chalicelib.buying.queue import ReservationQueue
    from chalicelib.buying.service import Buying
    from chalicelib.buying.standings import Standings
    from chalicelib.buying.ticket_store import TicketStore
    from chalicelib.draws.round_lots import RoundLots


class BuyingWiring(Wiring):
    @cached_property
    def tickets(self) -> "TicketStore":
        from chalicelib.buying.ticket_store import TicketStore

        return TicketStore(self.adapters.table)

    @cached_property
    def standings(self) -> "Standings":
        from chalicelib.buying.standings import Standings

        return Standings(self.tickets, self.adapters.wired(LedgerWiring).store)

    @cached_property
    def endings(self) -> "Endings":
        from chalicelib.buying.endings import Endings

        return Endings(self.tickets)

    @cached_property
    def reservations(self) -> "ReservationQueue":
        from chalicelib.buying.queue import ReservationQueue

        return ReservationQueue(
            self.adapters.queue(self.adapters.settings.reservation_queue_url), self._simulated_now
        )

    def _simulated_now(self) -> "datetime | None":
        return self.adapters.now() if self.adapters.clock.is_simulated else None

    @cached_property
    def payments(self) -> "PaymentDesk":
        from chalicelib.buying.payment_desk import PaymentDesk

        payments = self.adapters.wired(PaymentsWiring).payments
        return PaymentDesk(payments, lambda: self.adapters.payment_provider)

    @cached_property
    def buying(self) -> "Buying":
        from chalicelib.buying.queue import PurchaseQueue
        from chalicelib.buying.service import Buying

        members = self.adapters.wired(MembersWiring).members
        return Buying(
            tickets=self.tickets,
            standings=self.standings,
            endings=self.endings,
            applying=self.applying,
            chain=self.adapters.wired(LedgerWiring).chain,
            purchases=self.adapters.wired(SalesWiring).purchases,
            rounds=self.adapters.wired(SalesWiring).rounds,
            counties=self.adapters.wired(CountyWiring).counties,
            lines=PurchaseQueue(
                self.adapters.queue(self.adapters.settings.purchase_queue_url), self._simulated_now
            ),
            reservations=self.reservations,
            payments=self.payments,
            birth_on=lambda actor: members.own(actor).birth_on,
            account_key=self._account_key,
            clock=self.adapters.now,
        )

    @cached_property
    def applications(self) -> "ApplicationStore":
        from chalicelib.buying.application_store import ApplicationStore

        return ApplicationStore(self.adapters.table)

    @cached_property
    def applying(self) -> "Applying":
        from chalicelib.buying.applying import Applying

        return Applying(
            store=self.applications,
            tickets=self.tickets,
            standings=self.standings,
            round_of=self.adapters.wired(SalesWiring).purchases.round,
            lots=self._lots,
            clock=self.adapters.now,
        )

    @cached_property
    def lottery_steps(self) -> "LotterySteps":
        from chalicelib.buying.lottery_steps import LotterySteps

        return LotterySteps(
            applications=self.applications,
            rounds=self.adapters.wired(SalesWiring).store,
            lots=self._lots,
            ended=self.adapters.wired(MembersWiring).ended_wallets,
            clock=self.adapters.now,
        )

    @cached_property
    def lottery_telling(self) -> "LotteryTelling":
        from chalicelib.buying.lottery_telling import LotteryTelling
        from chalicelib.buying.told_store import ToldStore
        from chalicelib.notifications.wiring import NotificationsWiring

        return LotteryTelling(
            applicants=self.applications,
            lots=self._lots,
            ended=self.adapters.wired(MembersWiring).ended_wallets,
            store=ToldStore(self.adapters.table),
            texts=self.adapters.wired(PaymentsWiring).buyers,
            notices=self.adapters.wired(NotificationsWiring).telling,
            clock=self.adapters.now,
        )

    @cached_property
    def _lots(self) -> "RoundLots":
        from chalicelib.draws.wiring import DrawsWiring

        return self.adapters.wired(DrawsWiring).round_lots

    def _account_key(self, county_id: str, account: "RefundAccount") -> str:
        value = "/".join((account.bank_code, account.account_number, account.holder))
        return self.adapters.signer.identity_key(county_id, "refund_account", value)

    @cached_property
    def commits(self) -> "Commits":
        from chalicelib.buying.commits import Commits

        return Commits(
            tickets=self.tickets,
            chain=self.adapters.wired(LedgerWiring).chain,
            purchases=self.adapters.wired(SalesWiring).purchases,
            counties=self.adapters.wired(CountyWiring).counties,
            reservations=self.reservations,
            payments=self.payments,
        )

    @cached_property
    def paid_orders(self) -> "PaidOrders":
        from chalicelib.buying.paid_orders import PaidOrders

        return PaidOrders(
            tickets=self.tickets,
            standings=self.standings,
            endings=self.endings,
            chain=self.adapters.wired(LedgerWiring).chain,
            purchases=self.adapters.wired(SalesWiring).purchases,
            counties=self.adapters.wired(CountyWiring).counties,
            carry_on=self.adapters.wired(IdentityWiring).binding.carry_on,
        )

    @cached_property
    def following(self) -> "Following":
        from chalicelib.buying.following import Following

        return Following(
            tickets=self.tickets,
            standings=self.standings,
            endings=self.endings,
            chain=self.adapters.wired(LedgerWiring).chain,
            purchases=self.adapters.wired(SalesWiring).purchases,
            payments=self.payments,
            messages=self.reservations,
            clock=self.adapters.now,
        )
