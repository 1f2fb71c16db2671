"""The settings of mileage for what members do: log in, post, bring others (the ordinance's art. 6-2
(4)), enter photos and win. Nothing is given until two people say how much."""

from chalicelib.core.values import AMOUNT_MAX
from chalicelib.county.declarations import DAYS, PEOPLE, POINTS, POSTS, WON, Money, Setting

# fmt: off
LOGIN = Setting(
    "하루 첫 로그인 마일리지", "Mileage for the day's first log-in",
    POINTS, (0, 100_000), ("activity_grant",),
    Money("천 명이 하루에 한 번 들어오면 드리는 마일리지",
          "Mileage of a day for a thousand people who log in", (0, 1_000), times=1000),
)
POST = Setting(
    "글·사진 하나의 마일리지", "Mileage for a post",
    POINTS, (0, 100_000), ("activity_grant",),
    Money("글·사진 천 개에 드리는 마일리지", "Mileage for a thousand posts",
          (0, 10_000), times=1000),
)
POSTS_A_DAY = Setting(
    "하루에 마일리지를 드리는 글·사진", "Posts rewarded a day",
    POSTS, (1, 100), ("activity_grant",),
    Money("한 사람이 하루에 마일리지를 받는 글·사진", "Posts of one person rewarded a day",
          (1, 20)),
)
REFERRALS_A_YEAR = Setting(
    "한 사람이 한 해에 마일리지를 받는 친구 추천", "Referrals rewarded per person and year",
    PEOPLE, (0, 10_000), ("referral_grant",),
    Money("추천한 사람이 한 해에 마일리지를 받는 친구",
          "Friends for whom a referrer is rewarded in a year", (0, 100)),
)
PRIZE_TAX_FREE = Setting(
    "세금을 떼지 않는 경품의 최대", "Largest prize that is not taxed",
    WON, (0, AMOUNT_MAX), ("draw",),
)
PHOTO_ENTRIES = Setting(
    "한 행사에 한 사람이 응모하는 사진 (0: 받지 않음)",
    "Photos of one person in a campaign (0: none taken)",
    POSTS, (0, 20), ("photo",),
)
PHOTO_KEPT_DAYS = Setting(
    "행사가 끝나고 응모 사진을 두는 날", "Days that photos are kept after their campaign",
    DAYS, (1, 180), ("photo",),
)
# fmt: on
