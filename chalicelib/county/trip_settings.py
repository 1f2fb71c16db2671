"""The settings of half-price trips: the year's budget, how often, by when, and the most paid."""

from chalicelib.core.values import AMOUNT_MAX
from chalicelib.county.declarations import COUNT, DAYS, WON, Money, Setting

# fmt: off
BUDGET = Setting(
    "반값여행의 한 해 예산", "Budget of a year's half-price trips",
    WON, (0, 1_000_000_000_000), ("trip",),
    Money("한 해에 반값여행으로 드릴 수 있는 상품권", "Vouchers that a year's trips can be given",
          (0, 100_000_000_000)),
)
YEAR_TIMES = Setting(
    "한 사람이 한 해에 신청하는 반값여행", "Half-price trips of a person in a year",
    COUNT, (0, 366), ("trip",),
    Money("한 사람이 한 해에 다녀올 수 있는 반값여행(번)", "Trips that a person could make a year",
          (0, 52)),
)
APPLY_DAYS = Setting(
    "반값여행을 시작하기 며칠 전까지 신청", "Days before a trip to apply by",
    DAYS, (0, 30), ("trip",),
)
CLAIM_DAYS = Setting(
    "반값여행 다음 날부터 청구할 수 있는 날", "Days after a trip to claim in",
    DAYS, (1, 60), ("trip",),
)
PERSON_CAP = Setting(
    "혼자 다녀온 반값여행에 드리는 최대", "Most given for one person's trip",
    WON, (0, AMOUNT_MAX), ("trip",),
    Money("혼자 다녀온 분이 받을 수 있는 상품권", "A person alone could be given",
          (10_000, 1_000_000)),
)
TEAM_CAP = Setting(
    "둘 이상 다녀온 반값여행에 드리는 최대", "Most given for a team's trip",
    WON, (0, AMOUNT_MAX), ("trip",),
    Money("함께 다녀온 팀이 받을 수 있는 상품권", "A team could be given", (10_000, 2_000_000)),
)
# fmt: on
