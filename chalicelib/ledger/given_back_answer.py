"""How an answer says what was given back, by the written rule of docs/give-back.md."""

from datetime import date

from pydantic import Field

from chalicelib.http.call import Shape
from chalicelib.http.terms import VoucherKind, VoucherRef
from chalicelib.ledger import give_back
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.purchase_facts import BudgetSource


class ReturnedLotAnswer(Shape):
    voucher_id: VoucherRef
    kind: VoucherKind
    amount: int = Field(description="Won; minus for a voucher that was closed.")
    expires_on: date | None
    """Its last day; null if it has none."""
    is_usable: bool = Field(description="Whether it could be spent on the day of the giving back.")


class GivenBackAnswer(Shape):
    """What a cancel gave back, and to where. `refund_amount` is money owed to the member."""

    rule: str = Field(description="A row of the table in docs/give-back.md.")
    sentence: str
    """The rule in words."""
    lots: list[ReturnedLotAnswer]
    """The vouchers it went back to."""
    month_amount: int
    """Won that the member may buy again this month by it."""
    year_amount: int
    """Won that the member may buy again this year by it."""
    budget: BudgetSource | None
    """Which budget it went back to; null if none."""
    budget_amount: int
    """Won that went back to that budget."""
    refund_amount: int
    """Won of money that the member is owed by it."""


def given_back_answer(entry: Entry, language: str) -> GivenBackAnswer:
    """The same at the first time and at every replay, as it is read from the entry alone."""
    given = give_back.of(entry)
    return GivenBackAnswer(
        rule=given.rule,
        sentence=given.sentence(language),
        lots=[
            ReturnedLotAnswer(
                voucher_id=lot.voucher_id,
                kind="sale" if lot.kind == "sale" else "policy",
                amount=lot.amount,
                expires_on=lot.expires_on,
                is_usable=lot.is_usable,
            )
            for lot in given.lots
        ],
        month_amount=given.month_amount,
        year_amount=given.year_amount,
        budget=given.budget,
        budget_amount=given.budget_amount,
        refund_amount=given.refund_amount,
    )
