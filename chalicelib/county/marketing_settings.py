"""The settings of advertising messages, and of those who are held out to see what they do."""

from chalicelib.county.declarations import COUNT, PERCENT, WON, Setting

# fmt: off
SMS_PRICE = Setting(
    "문자 한 건의 값", "Price of one part of a text message", WON, (0, 1_000), ("marketing",),
)
DAY_MAXIMUM = Setting(
    "한 사람에게 하루에 보내는 광고 메시지", "Advertising messages to a person in a day",
    COUNT, (0, 10), ("marketing",),
)
WEEK_MAXIMUM = Setting(
    "한 사람에게 7일 동안 보내는 광고 메시지", "Advertising messages to a person in seven days",
    COUNT, (0, 50), ("marketing",),
)
HELD_OUT_PERCENT = Setting(
    "효과를 견주려고 혜택과 메시지에서 빼 두는 비율",
    "Share held out of benefits and messages to compare",
    PERCENT, (0, 50), ("marketing",),
)
# fmt: on
