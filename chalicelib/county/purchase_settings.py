"""The settings of buying: how much in a month and a year, and how long one may take to pay."""

from chalicelib.core.values import AMOUNT_MAX
from chalicelib.county.declarations import DAYS, MINUTES, ONE_PERSON, PERCENT, WON, Money, Setting

# fmt: off
PAY_MINUTES = Setting(
    "온라인 구매 결제 시간", "Time to pay online", MINUTES, (1, 60), ("reservation",),
)
MONTH_CAP = Setting(
    "한 사람의 월 구매 한도", "Purchase limit of a month",
    WON, (0, AMOUNT_MAX), ("purchase", "reservation", "paper_sale"),
    Money("한 사람이 한 달에 살 수 있는 상품권", "A member could buy in a month",
          (0, 5_000_000)),
)
YEAR_CAP = Setting(
    "한 사람의 연 구매 한도", "Purchase limit of a year",
    WON, (0, AMOUNT_MAX), ("purchase", "reservation", "paper_sale"),
    Money("한 사람이 한 해에 살 수 있는 상품권", "A member could buy in a year",
          (0, 50_000_000)),
)
EARLY_WARNING_DAYS = Setting(
    "판매 회차 조기 소진을 알리는 여유",
    "Days before its end by which a round that sells out is warned of",
    DAYS, (0, 366), ("sale_round",), ONE_PERSON,
)
UNSOLD_WARNING_PERCENT = Setting(
    "판매 부진을 알리는 남는 금액", "Share of a round's budget left that is warned of",
    PERCENT, (0, 100), ("sale_round",), ONE_PERSON,
)
# fmt: on
