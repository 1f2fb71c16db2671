"""The settings of joining at the desk, and of the printed card that pays with a PIN."""

from chalicelib.county.declarations import ONE_PERSON, PEOPLE, WON, Money, Setting

CARD_AMOUNT_MAX = 10_000_000
"""A pay code made of a card says in 24 bits what it pays at the most."""

# fmt: off
JOINS_A_DAY = Setting(
    "담당자 한 사람이 하루에 대신 가입하는 회원", "Members whom one person of staff signs up a day",
    PEOPLE, (1, 10_000), ("desk",), ONE_PERSON,
)
DAY_MAXIMUM = Setting(
    "인쇄한 카드로 하루에 결제하는 최대", "Most that a printed card pays a day",
    WON, (0, CARD_AMOUNT_MAX), ("card",),
    Money("잃어버린 카드로 하루에 쓸 수 있는 돈", "A lost card could pay in a day",
          (0, 1_000_000)),
)
# fmt: on
