"""The declarations of the settings by which shops are paid."""

from typing import Annotated

from chalicelib.county.declarations import BASIS_POINTS, BEARER, DAYS, WON, Money, Setting

# fmt: off
FeeBasisPoints = Annotated[int, Setting(
    "가게에 주는 돈의 수수료", "Fee of what shops are paid",
    BASIS_POINTS, (0, 1000), ("settlement",),
    Money("100,000원을 받은 가게의 수수료", "Fee of a shop that took 100,000 won",
          (0, 500), times=10, unit=WON),
)]
FeeBearer = Annotated[int, Setting(
    "정산 수수료를 내는 쪽", "Who bears the fee of settlements", BEARER, (0, 1), ("settlement",),
    Money("정산 수수료", "The fee of settlements", (0, 1), factor_max=None),
)]
PayoutDays = Annotated[int, Setting(
    "마감하고 가게에 돈을 주기까지", "Days from a day's close to its payout",
    DAYS, (1, 14), ("settlement",),
    Money("마감한 다음 날부터 세어 돈을 주는 날", "Counted from the day after the close", (1, 7)),
)]
InvoiceDays = Annotated[int, Setting(
    "가게의 빚을 청구하기까지", "Days until what a shop owes is invoiced",
    DAYS, (1, 366), ("settlement",),
    Money("빚이 생긴 날부터 다음 정산에서 빼며 기다리는 날",
          "Waited for further settlements since the debt began", (1, 120)),
)]
InvoiceDueDays = Annotated[int, Setting(
    "가게가 청구받고 내기까지", "Days from an invoice to when a shop must pay it",
    DAYS, (1, 90), ("settlement",),
)]
CommissionBasisPoints = Annotated[int, Setting(
    "판매대행점에 주는 판매 수수료", "Commission of agents on what they sell",
    BASIS_POINTS, (0, 1000), ("counter",),
    Money("100,000원어치를 판 판매대행점의 수수료", "Commission of an agent that sold 100,000 won",
          (0, 500), times=10, unit=WON),
)]
# fmt: on
