"""What paying needs of the world, and of the purchases that are paid for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Literal, Protocol

from msgspec import Struct

from chalicelib.aws.provider_payments import (
    ProviderPayment,
    RefundAccount,
    Refused,
    Transaction,
)
from chalicelib.payments.book import BookLine
from chalicelib.payments.matches import DayMatch
from chalicelib.payments.payments import Payment


class ExpectedPayment(Struct, frozen=True, kw_only=True):
    """What a purchase costs, in won, and whether it may still be paid for. `ended`: the reservation
    is gone, so that nothing is confirmed any more."""

    price_amount: int
    state: Literal["open", "completed", "ended"]


class Orders(Protocol):
    """The purchases, which stand above this package and are handed in by the worker's wiring."""

    def expected(self, county: str, purchase_id: str) -> ExpectedPayment | None:
        """What is to be paid; `None` if there is no such purchase."""

    def paid(self, county: str, purchase_id: str, amount: int) -> Literal["completed", "late"]:
        """`amount` won are there. Told again, the same answer. `late`: it goes back."""

    def reversed(self, county: str, purchase_id: str, amount: int, at: datetime) -> int:
        """The provider took `amount` won back without us: what is unspent of the lot is voided.
        Answers the won that are spent already; told again with the same `at`, the same. A payment
        may be taken back in parts: each has a moment of its own."""


class Provider(Protocol):
    """See `aws.payment_provider.PaymentProvider`."""

    def is_known(self, county_id: str) -> bool: ...

    def confirm(
        self, county_id: str, *, payment_key: str, order_id: str, amount: int, idempotency_key: str
    ) -> ProviderPayment | Refused: ...

    def find(self, county_id: str, payment_key: str) -> ProviderPayment | None: ...

    def cancel(
        self,
        county_id: str,
        payment_key: str,
        *,
        reason: str,
        idempotency_key: str,
        refund_account: RefundAccount | None = None,
    ) -> ProviderPayment | Refused: ...


class PaymentStore(Protocol):
    def create(self, payment: Payment, look_at: datetime) -> Payment:
        """The one that is there, this or an earlier one."""

    def by_id(self, county_id: str, purchase_id: str) -> Payment | None: ...

    def write(
        self, payment: Payment, look_at: datetime | None, lines: Sequence[BookLine] = ()
    ) -> bool:
        """Over the version before, with when it is looked at next and what it adds to the book, or
        nothing and `False`."""

    def due(
        self, county_id: str, after: datetime, until: datetime
    ) -> Iterator[tuple[datetime, str]]: ...

    def swept_until(self, county_id: str) -> datetime | None: ...

    def put_swept_until(self, county_id: str, moment: datetime) -> None: ...

    def book_of(self, county_id: str, on: date) -> list[BookLine]: ...


class TransactionList(Protocol):
    """The provider's own list of what moved."""

    def transactions(
        self, county_id: str, first: datetime, before: datetime
    ) -> list[Transaction]: ...


class MatchStore(Protocol):
    def put(self, found: DayMatch) -> None: ...


class SoldOnline(Protocol):
    def sold_online(self, county_id: str, on: date) -> Mapping[str, int]: ...


class PaymentMessages(Protocol):
    """What is on its way to the worker that follows payments."""

    def send(
        self,
        county_id: str,
        purchase_id: str,
        *,
        payment_key: str = "",
        amount: int = 0,
        tries: int = 0,
        delay_seconds: int = 0,
    ) -> None: ...


Telling = Literal["given_back_late", "refund_account_needed"]


class Buyers(Protocol):
    """Telling a buyer what became of the money."""

    def tell(self, payment: Payment, what: Telling) -> None: ...


class Receivables(Protocol):
    """What somebody owes, since it was spent before it was taken back."""

    def owe(
        self, county_id: str, member_id: str, *, cause: str, amount: int, number: int
    ) -> object: ...
