"""What the sale of vouchers needs of the world."""

from collections.abc import Mapping
from typing import Protocol

from chalicelib.sales.payouts import Payout
from chalicelib.sales.rounds import Round


class PayoutStore(Protocol):
    def put_new(self, payout: Payout) -> Payout | None: ...

    def by_id(self, county_id: str, entry_id: str) -> Payout | None: ...

    def between(self, county_id: str, first_id: str, last_id: str) -> dict[str, Payout]: ...


class RoundStore(Protocol):
    def create(self, round_: Round) -> None: ...

    def by_id(self, county_id: str, round_id: str) -> Round | None: ...

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Round], str | None]: ...

    def left(self, round_: Round) -> Mapping[int, int]: ...

    def carried_over(self, county_id: str) -> int: ...
