"""What taking something back returns, and to where: one written rule.

docs/give-back.md shows it as a table, and tests hold the table, this module and the wallets to one
another. `of` reads from an entry alone what was given back by it, so an answer, a replay and a
report of years later all say the same.
"""

from datetime import date

from msgspec import Struct

from chalicelib.core.values import id_time, seoul_date
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.lots import LotKind
from chalicelib.ledger.purchase_facts import BudgetSource

RULES: dict[str, tuple[str, str]] = {
    "payment": (
        "결제에 쓰인 상품권으로, 나중에 쓴 것부터, 처음 유효기간 그대로 돌아갑니다.",
        "The amount goes back to the vouchers it came from, last used first, "
        "with their old expiry.",
    ),
    "payment_lot_expired": (
        "결제에 쓰인 상품권으로 돌아가지만, 그 사이 유효기간이 지난 금액은 쓸 수 없습니다.",
        "The amount goes back to the vouchers it came from; what has expired since cannot be used.",
    ),
    "purchase_same_month_round_open": (
        "낸 돈을 돌려드리고, 이달과 올해 구매 한도와 판매 회차의 예산이 되살아납니다.",
        "The price is paid back; the limits of the month and the year and the round's budget "
        "are restored.",
    ),
    "purchase_same_month_round_closed": (
        "낸 돈을 돌려드리고, 이달과 올해 구매 한도가 되살아납니다. 예산은 이월됩니다.",
        "The price is paid back; the limits of the month and the year are restored. "
        "The budget is carried over.",
    ),
    "purchase_same_year_round_open": (
        "낸 돈을 돌려드리고, 올해 구매 한도와 판매 회차의 예산이 되살아납니다. "
        "지난달의 한도는 그대로입니다.",
        "The price is paid back; the limit of the year and the round's budget are restored, "
        "the past month's is not.",
    ),
    "purchase_same_year_round_closed": (
        "낸 돈을 돌려드리고, 올해 구매 한도가 되살아납니다. 지난달의 한도는 그대로이고 예산은 "
        "이월됩니다.",
        "The price is paid back; the limit of the year is restored, the past month's is not. "
        "The budget is carried over.",
    ),
    "purchase_later_year_round_open": (
        "낸 돈을 돌려드리고, 판매 회차의 예산이 되살아납니다. 지난해의 한도는 그대로입니다.",
        "The price is paid back and the round's budget restored; the past year's limits are not.",
    ),
    "purchase_later_year_round_closed": (
        "낸 돈을 돌려드립니다. 지난해의 한도는 그대로이고 예산은 이월됩니다.",
        "The price is paid back. The past year's limits stay; the budget is carried over.",
    ),
    "reservation_same_month_round_open": (
        "잡아 둔 것을 놓아, 이달과 올해 구매 한도와 판매 회차의 예산이 되살아납니다.",
        "What was reserved is let go; the limits of the month and the year and the round's budget "
        "are restored.",
    ),
    "reservation_same_month_round_closed": (
        "잡아 둔 것을 놓아, 이달과 올해 구매 한도가 되살아납니다. 예산은 이월됩니다.",
        "What was reserved is let go; the limits of the month and the year are restored. "
        "The budget is carried over.",
    ),
    "reservation_same_year_round_open": (
        "잡아 둔 것을 놓아, 올해 구매 한도와 판매 회차의 예산이 되살아납니다. "
        "지난달의 한도는 그대로입니다.",
        "What was reserved is let go; the limit of the year and the round's budget are restored, "
        "the past month's is not.",
    ),
    "reservation_same_year_round_closed": (
        "잡아 둔 것을 놓아, 올해 구매 한도가 되살아납니다. 지난달의 한도는 그대로이고 예산은 "
        "이월됩니다.",
        "What was reserved is let go; the limit of the year is restored, the past month's is not. "
        "The budget is carried over.",
    ),
    "reservation_later_year_round_open": (
        "잡아 둔 것을 놓아, 판매 회차의 예산이 되살아납니다. 지난해의 한도는 그대로입니다.",
        "What was reserved is let go and the round's budget restored; the past year's limits are "
        "not.",
    ),
    "reservation_later_year_round_closed": (
        "잡아 둔 것을 놓습니다. 지난해의 한도는 그대로이고 예산은 이월됩니다.",
        "What was reserved is let go. The past year's limits stay; the budget is carried over.",
    ),
    "payment_reversed_round_open": (
        "결제가 되돌려져 남은 상품권을 거두고, 판매 회차의 예산이 되살아납니다. "
        "구매 한도는 그대로입니다.",
        "The payment was reversed: the rest of the voucher is voided and the round's budget "
        "restored. Purchase limits stay as they are.",
    ),
    "payment_reversed_round_closed": (
        "결제가 되돌려져 남은 상품권을 거둡니다. 구매 한도는 그대로이고 예산은 이월됩니다.",
        "The payment was reversed: the rest of the voucher is voided. Purchase limits stay; the "
        "budget is carried over.",
    ),
    "payment_reversed_all_spent": (
        "결제가 되돌려졌지만 상품권을 이미 다 써서 거둘 것이 없습니다.",
        "The payment was reversed, and the voucher is spent: nothing is left to void.",
    ),
    "change_refund": (
        "남은 금액에서 할인받은 만큼을 뺀 돈을 돌려드립니다. 구매 한도는 그대로입니다.",
        "The rest is paid back less its discount. Purchase limits stay as they are.",
    ),
    "leaving_refund": (
        "탈퇴한 분이 산 상품권의 남은 금액에서 할인받은 만큼을 뺀 돈을 돌려드립니다.",
        "The rest of what was bought before leaving is paid back less its discount.",
    ),
    "nothing_taken": (
        "이 주문으로 빠져나간 금액이 없어 돌려드릴 것이 없습니다.",
        "Nothing was taken for this order, so there is nothing to give back.",
    ),
}
"""The sentence for a person, Korean and English, by rule."""


class ReturnedLot(Struct, frozen=True):
    """`amount` in won, plus for put back into the lot, minus for a lot that was closed.
    `is_usable`: whether it can be spent on the day of the giving back."""

    voucher_id: str
    kind: LotKind
    amount: int
    expires_on: date | None
    is_usable: bool


class GivenBack(Struct, frozen=True):
    """In won. `month_amount` and `year_amount` of the purchase limits; `refund_amount` is money
    owed to the member."""

    rule: str
    lots: tuple[ReturnedLot, ...]
    month_amount: int = 0
    year_amount: int = 0
    budget: BudgetSource | None = None
    budget_amount: int = 0
    refund_amount: int = 0

    def sentence(self, language: str) -> str:
        korean, english = RULES[self.rule]
        return english if language == "en" else korean


def of(entry: Entry) -> GivenBack:
    """What `entry`, which takes something back, or lets it go, gave back."""
    if entry.kind == "net_cancel":
        return GivenBack("nothing_taken", ())
    lots = tuple(
        ReturnedLot(
            a.lot_id,
            a.kind,
            a.amount,
            a.expires_on,
            a.amount > 0 and (a.expires_on is None or entry.on <= a.expires_on),
        )
        for a in entry.allocations
    )
    if entry.kind == "cancellation":
        expired = any(not lot.is_usable for lot in lots)
        return GivenBack("payment_lot_expired" if expired else "payment", lots)
    if entry.purchase is None:
        raise ValueError(f"{entry.entry_id}: a {entry.kind} gives nothing back")
    refund = -entry.purchase.price_amount
    if entry.kind in ("change_refund", "leaving_refund"):
        return GivenBack(entry.kind, lots, refund_amount=refund)
    state = "open" if entry.purchase.budget == "round" else "closed"
    face = -entry.budget_amount
    if entry.kind == "purchase_reversal":
        # Its bank paid the buyer back; the county owes nothing.
        return GivenBack(
            f"payment_reversed_round_{state}" if face else "payment_reversed_all_spent",
            lots,
            budget=entry.purchase.budget,
            budget_amount=face,
        )
    bought_on = seoul_date(id_time(entry.purchase.purchase_id))
    to_month, to_year = given_back_to_limits(face, bought_on, entry.on)
    period = "same_month" if to_month else "same_year" if to_year else "later_year"
    what = "reservation" if entry.kind == "reservation_end" else "purchase"
    return GivenBack(
        f"{what}_{period}_round_{state}",
        lots,
        month_amount=to_month,
        year_amount=to_year,
        budget=entry.purchase.budget,
        budget_amount=face,
        refund_amount=refund,
    )


def given_back_to_limits(face: int, bought_on: date, canceled_on: date) -> tuple[int, int]:
    """What of `face` goes back to the limit of the month and of the year of `canceled_on`.

    What was bought in a month that is over leaves the limit of the month as it is.
    """
    same_year = bought_on.year == canceled_on.year
    same_month = same_year and bought_on.month == canceled_on.month
    return (face if same_month else 0), (face if same_year else 0)
