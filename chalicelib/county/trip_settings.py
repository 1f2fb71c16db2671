"""The settings of half-price trips: the year's budget, how often, by when, and the most paid."""

from chalicelib.core.values import AMOUNT_MAX
from chalicelib.county.declarations import COUNT, DAYS, PERCENT, WON, Money, Setting, Unit

COUNTED = Unit(
    (("0: 신청한 분만", "0: the applicant alone"), ("1: 함께 온 분도", "1: companions too"))
)
CONSENTED = Unit(
    (("0: 신청한 분이 받음", "0: told by the applicant"), ("1: 본인이 직접", "1: each themselves"))
)

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
RATE = Setting(
    "반값여행에서 쓴 돈을 돌려드리는 비율", "Share of what a trip spent that is given back",
    PERCENT, (0, 100), ("trip",),
    Money("100,000원을 쓰고 오면 드리는 상품권", "Of 100,000 won spent, vouchers of",
          (10, 70), times=1000, unit=WON),
)
PERSON_MINIMUM = Setting(
    "혼자 다녀온 반값여행의 최소 사용액", "Least spent on one person's trip",
    WON, (0, AMOUNT_MAX), ("trip",),
)
TEAM_MINIMUM = Setting(
    "둘 이상 다녀온 반값여행의 최소 사용액", "Least spent on a team's trip",
    WON, (0, AMOUNT_MAX), ("trip",),
)
SIGHTS = Setting(
    "반값여행에서 들를 관광지", "Sights that a trip must see", COUNT, (0, 10), ("trip",),
)
HOLD_DAYS = Setting(
    "마지막 영수증 뒤 지급을 미루는 날", "Days after the last receipt before a trip is paid",
    DAYS, (0, 60), ("trip",),
    Money("취소된 카드 영수증을 거르려고 기다리는 날", "Waited for cards that are cancelled",
          (0, 30), factor_max=None),
)
COMPANIONS_COUNTED = Setting(
    "한 해 횟수를 세는 사람", "Whose trips of a year are counted", COUNTED, (0, 1), ("trip",),
    Money("한 해 횟수를 세는 사람", "Whose trips are counted", (0, 1), factor_max=None),
)
COMPANIONS_CONSENT = Setting(
    "함께 가는 분의 동의", "How companions consent", CONSENTED, (0, 1), ("trip",),
    Money("함께 가는 분의 동의", "How companions consent", (0, 1), factor_max=None),
)
# fmt: on
