"""What an agent's day comes to, in won."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct

_WHOLE = 10_000


class Sum(Struct, frozen=True):
    """`count` of sales, or of notes; `face` and `price` in won."""

    count: int = 0
    face: int = 0
    price: int = 0


class AgentDay(Struct, frozen=True, kw_only=True):
    """`returned`: notes that were taken back from their buyers, who got the price again at the
    agent's counter. `cancelled`: sales into wallets, of this day or before, that their buyers took
    back on this day."""

    on: date
    electronic: Sum
    cancelled: Sum
    paper: Sum
    returned: Sum
    exchanged: Sum
    basis_points: int

    @property
    def sold_face(self) -> int:
        sold = self.electronic.face + self.paper.face
        return sold - self.returned.face - self.cancelled.face

    @property
    def cash_due(self) -> int:
        """The money of buyers, which is the county's (the Act's art. 4-2): minus if more was paid
        back than came in. What was `cancelled` stays in it: the agent has that money, and the
        county's own desk hands the buyer the price back."""
        return self.electronic.price + self.paper.price - self.returned.price

    @property
    def commission(self) -> int:
        """The county's to pay, of the face value that was sold and not taken back, rounded down
        (Gangjin ordinance 2785 art. 10 (3)); a day on which more was taken back earns nothing."""
        return max(self.sold_face, 0) * self.basis_points // _WHOLE


def sum_up(rows: Iterable[tuple[int, int, int]]) -> Sum:
    total = Sum()
    for count, face, price in rows:
        total = Sum(total.count + count, total.face + face, total.price + price)
    return total
