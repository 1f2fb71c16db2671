"""What is kept of a sale at the counter beside its entry: who took the money, by which receipt."""

from datetime import date, datetime

from msgspec import Struct

from chalicelib.approvals.approvals import PROPOSAL, SteppedRequest
from chalicelib.core.text import in_form
from chalicelib.staff.person import Person


class CounterSaleRecord(Struct, frozen=True, kw_only=True):
    """Written once, with the entry. `receipt` is the number on the receipt for the money: one of
    the county's of a day. `request_id`: of a sale that another person approved."""

    county_id: str
    on: date
    entry_id: str
    member_id: str
    round_id: str
    face_amount: int
    price_amount: int
    at: datetime
    sold_by: Person
    receipt: str | None = None
    request_id: str | None = None


class CounterRequest(SteppedRequest, frozen=True, kw_only=True):
    """A sale beyond what its seller may sell alone in a day, for another person to decide."""

    request_id: str
    member_id: str
    round_id: str
    amount: int
    receipt: str | None

    @property
    def seller(self) -> Person:
        by = self.steps[PROPOSAL - 1].by
        if by is None:
            raise AssertionError("a proposal names its person")
        return by


def read_receipt(text: str | None) -> str | None:
    """As it is kept and compared: width, case and spaces make no other number of it."""
    if text is None:
        return None
    return "".join(in_form("NFKC", text).upper().split()) or None
