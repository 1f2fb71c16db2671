"""The settings of the desk: what one person of staff may see, and what is mailed to them."""

from chalicelib.county.declarations import MAILED, ONE_PERSON, PEOPLE, Setting

# fmt: off
REVEALS_A_DAY = Setting(
    "담당자 한 사람이 하루에 보는 회원 개인정보",
    "Members whose personal data one person of staff sees a day",
    PEOPLE, (1, 10_000), ("desk",), ONE_PERSON,
)
INBOX_MAIL = Setting(
    "승인할 것을 평일 아침 메일로", "Mail of what waits", MAILED, (0, 1), ("desk",), ONE_PERSON,
)
# fmt: on
