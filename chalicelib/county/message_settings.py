"""The settings of text messages: what a flood of sign-ups may cost."""

from chalicelib.county.declarations import MESSAGES, Setting

# fmt: off
HOUR_CAP = Setting(
    "한 시간에 보내는 인증 문자", "Text messages of an hour",
    MESSAGES, (100, 1_000_000), ("text_messages",),
)
ABROAD_HOUR_CAP = Setting(
    "그 가운데 해외 번호로", "Of these, to numbers abroad",
    MESSAGES, (0, 1_000_000), ("text_messages",),
)
# fmt: on
