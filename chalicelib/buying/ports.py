"""What buying online needs of the world."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from chalicelib.aws.provider_payments import RefundAccount
from chalicelib.buying.tickets import Buyer, Ticket
from chalicelib.draws.draws import Draw
from chalicelib.draws.offers import Offer


class LineEnd(Struct, frozen=True):
    """Who came last, counting from 1, and what all of the line asked for until then, in won; `at`
    when, if it is known."""

    place: int = 0
    asked: int = 0
    at: datetime | None = None


class TicketStore(Protocol):
    def buyer(self, county_id: str, member_id: str) -> Buyer:
        """With no notes if nothing was ever asked for."""

    def keep_buyer(self, buyer: Buyer) -> bool:
        """`False` if somebody else wrote the version before."""

    def stand_in_line(self, county_id: str, round_id: str, shard: int, amount: int) -> LineEnd: ...

    def leave_line(self, county_id: str, round_id: str, shard: int, amount: int) -> None:
        """Nothing is asked for at the place that was taken; the place stays taken."""

    def line(self, county_id: str, round_id: str, shard: int) -> LineEnd: ...

    def served(self, county_id: str, round_id: str, shard: int) -> LineEnd: ...

    def put_served(self, ticket: Ticket, now: datetime) -> None: ...

    def create(self, ticket: Ticket) -> Ticket:
        """The one that is there, this or an earlier one."""

    def by_id(self, county_id: str, purchase_id: str) -> Ticket | None: ...

    def replace(self, ticket: Ticket) -> None:
        """Raises `VersionConflictError`."""


class PurchaseMessages(Protocol):
    """The lines of tickets on their way to being served."""

    def send(self, ticket: Ticket) -> None: ...


class ReservationMessages(Protocol):
    """Purchases that are looked at again, after `delay_seconds`."""

    def send(self, county_id: str, purchase_id: str, *, delay_seconds: int) -> None: ...


class PaymentDesk(Protocol):
    """How a purchase is paid for, and its money given back."""

    def check_takes(self, county_id: str) -> None:
        """Raises `PaymentsUnavailableError` where nobody could pay."""

    def start(self, ticket: Ticket, *, pay_by: datetime, order_name: str) -> None:
        """Let its buyer pay. Started again, the same."""

    def path(self, purchase_id: str) -> str:
        """Of the page where it is paid for, below the pages' base address."""

    def is_on_its_way(self, county_id: str, purchase_id: str) -> bool:
        """Whether the buyer agreed to a payment of which the outcome is not known yet."""

    def give_back(
        self, ticket: Ticket, reason: str, refund_account: RefundAccount | None = None
    ) -> None:
        """The whole price, once, however often it is asked for; to the account, if it was paid by
        a virtual one."""


class RoundLots(Protocol):
    """The draws of lottery rounds."""

    def by_id(self, county_id: str, draw_id: str) -> Draw | None: ...

    def pseudonym(self, draw: Draw, member_id: str) -> str | None:
        """`None` once it is erased whose it is."""

    def offers(self, draw: Draw) -> Sequence[Offer]:
        """Which places may buy until when, in their order."""
