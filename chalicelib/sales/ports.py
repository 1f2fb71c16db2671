"""What the sale of vouchers needs of the world."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from chalicelib.approvals.approvals import RequestStore
from chalicelib.sales.counter_records import CounterRequest
from chalicelib.sales.payouts import Payout
from chalicelib.sales.rounds import Round
from chalicelib.staff.audit import AuditRecord
from chalicelib.staff.person import Person


class PayoutStore(Protocol):
    def put_new(self, payout: Payout) -> Payout | None: ...

    def by_id(self, county_id: str, entry_id: str) -> Payout | None: ...

    def between(self, county_id: str, first_id: str, last_id: str) -> dict[str, Payout]: ...


class CounterRequestStore(RequestStore[CounterRequest], Protocol):
    def create(self, request: CounterRequest) -> None: ...


class RoundStore(Protocol):
    def create(self, round_: Round) -> None: ...

    def change(self, round_: Round, record: AuditRecord) -> bool: ...

    def by_id(self, county_id: str, round_id: str) -> Round | None: ...

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Round], str | None]: ...

    def left(self, round_: Round) -> Mapping[int, int]: ...

    def carried_over(self, county_id: str) -> int: ...


class LotteryDraws(Protocol):
    """The draws of rounds whose buyers are drawn."""

    def check(self, round_: Round) -> None:
        """Raises `LotteryInvalidError`."""

    def announce(self, round_: Round, by: Person, now: datetime) -> None:
        """Once: what was announced first stands."""
