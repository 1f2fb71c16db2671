"""What staff found of a claim, and what was paid for it."""

from datetime import datetime

from msgspec import Struct

from chalicelib.staff.person import Person

Seen = datetime | None
"""When the finding was made that an approver saw; `None` if that is not said."""


class Line(Struct, frozen=True):
    """`name` as `Claim.lines` has it. `is_confirmed`: the shop says that its slip stands."""

    name: str
    counts: bool
    is_confirmed: bool = False
    reason: str = ""


class Review(Struct, frozen=True, kw_only=True):
    """One person's finding, which another approves: `spent_amount` in won, what counts, and
    `payback_amount`, what the trip is to be given in all."""

    by: Person
    at: datetime
    lines: tuple[Line, ...]
    spent_amount: int
    payback_amount: int
    reason: str = ""


class Grant(Struct, frozen=True, kw_only=True):
    """What was paid: `amount` in won. `taken_amount`: what was taken back of it since, out of the
    wallet or as a debt, by so many `takings`; `owed_amount`: what of the last one is still to be
    written as a debt. `spent_amount`: what it is the share of, as it stands now;
    `counted`: the lines that two people found to count."""

    amount: int
    spent_amount: int
    entry_id: str
    at: datetime
    by: Person
    counted: tuple[str, ...]
    taken_amount: int = 0
    takings: int = 0
    owed_amount: int = 0

    @property
    def kept_amount(self) -> int:
        """What the year's budget has spent on it."""
        return self.amount - self.taken_amount
