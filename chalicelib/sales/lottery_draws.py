"""The draw that a lottery round is announced with, and what it asks of the round."""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.core.values import seoul_date, to_milliseconds
from chalicelib.draws.beacon_rounds import QUICKNET
from chalicelib.draws.draws import DRAW_AFTER_CLOSING, FALLBACK_AFTER, Draw, Prize
from chalicelib.sales.errors import LotteryInvalidError
from chalicelib.sales.lotteries import draw_id_of
from chalicelib.sales.rounds import Round
from chalicelib.staff.person import Person

DRAW_WITHIN = timedelta(days=30)
SALE_WITHIN = timedelta(days=60)
PLACES_MAX = 10_000
"""Winners and reserves together: what one item and one answer hold."""
ERASED_AFTER = timedelta(days=30)
"""After the close, whose a pseudonym was can no longer be told."""
LEGAL_BASIS = "지역사랑상품권 이용 활성화에 관한 법률 제15조"
"""A discount for buyers, by the county's ordinance within it: no prize of the election act."""
PRIZE = "할인해 살 수 있는 자리"
APPLIES_UNTIL = (
    "신청은 회차를 연 뒤에 마감해야 합니다",
    "applications close after the round opens",
)
DRAWS_AT = (
    "추첨은 신청 마감 20분 뒤부터 30일 안이어야 합니다",
    "lots are drawn from 20 minutes to 30 days after applications close",
)
CLOSES_AT = (
    "추첨 뒤 사는 기간이 다 들어가고 60일 안에 끝나야 합니다",
    "the round closes after the winners' days to buy, and within 60 days of the draw",
)
CHANNELS = ("추첨 회차는 온라인에서만 팝니다", "a lottery round sells online alone")
TURNS = ("추첨 회차에는 나이나 요일 차례를 두지 않습니다", "a lottery round has no turns")
DENOMINATIONS = (
    "추첨 회차는 한 가지 금액만 팝니다",
    "a lottery round sells one value",
)
BUDGET = (
    f"당첨은 한 명에서 {PLACES_MAX:,}명 사이여야 합니다",
    f"the budget is enough for one to {PLACES_MAX:,} winners",
)


class LotteryDraws(Struct, frozen=True):
    keep: Callable[[Draw], None]
    """Announces a draw, once: what was announced first stands."""

    def check(self, round_: Round) -> None:
        """Raises `LotteryInvalidError`."""
        check(round_)

    def announce(self, round_: Round, by: Person, now: datetime) -> None:
        """Before anybody can read the round."""
        self.keep(announced(round_, by, now))


def place_counts(budget: int, face: int) -> tuple[int, int]:
    """(winners, reserves): as many win as the budget is enough for, and as many more wait, within
    `PLACES_MAX`."""
    winners = budget // face
    return winners, min(winners, PLACES_MAX - winners)


def check(round_: Round) -> None:
    """Whether a round can be sold by lot. Raises `LotteryInvalidError`, whose `param` names what is
    wrong."""
    lottery = round_.lottery
    if lottery is None:
        return
    drawn_by = QUICKNET.time_of(QUICKNET.round_from(lottery.draws_at)) + FALLBACK_AFTER
    if not round_.opens_at < lottery.applies_until:
        raise LotteryInvalidError(param="applies_until", problem=APPLIES_UNTIL)
    earliest = lottery.applies_until + DRAW_AFTER_CLOSING
    if not earliest <= lottery.draws_at <= lottery.applies_until + DRAW_WITHIN:
        raise LotteryInvalidError(param="draws_at", problem=DRAWS_AT)
    last_day = seoul_date(drawn_by) + timedelta(days=lottery.buy_days)
    if (
        not last_day < seoul_date(round_.closes_at)
        or round_.closes_at > lottery.draws_at + SALE_WITHIN
    ):
        raise LotteryInvalidError(param="closes_at", problem=CLOSES_AT)
    if round_.channels != ("online",):
        raise LotteryInvalidError(param="channels", problem=CHANNELS)
    if round_.turns:
        raise LotteryInvalidError(param="turns", problem=TURNS)
    if len(round_.denominations) != 1:
        raise LotteryInvalidError(param="denominations", problem=DENOMINATIONS)
    if not 1 <= round_.budget_amount // round_.denominations[0] <= PLACES_MAX:
        raise LotteryInvalidError(param="budget_amount", problem=BUDGET)


def announced(round_: Round, by: Person, now: datetime) -> Draw:
    """Of a round that has a lottery; its places are the right to buy once."""
    lottery = round_.lottery
    assert lottery is not None
    face = round_.denominations[0]
    winners, reserves = place_counts(round_.budget_amount, face)
    number = QUICKNET.round_from(lottery.draws_at)
    return Draw(
        county_id=round_.county_id,
        draw_id=draw_id_of(round_.round_id),
        round_id=round_.round_id,
        title=round_.name,
        legal_basis=LEGAL_BASIS,
        prizes=(Prize(PRIZE, "purchase", winners, face),),
        reserve_count=reserves,
        closes_at=lottery.applies_until,
        round=number,
        fallback_round=QUICKNET.round_from(QUICKNET.time_of(number) + FALLBACK_AFTER),
        answer_days=lottery.buy_days,
        erased_on=seoul_date(round_.closes_at + ERASED_AFTER),
        announced_at=to_milliseconds(now),
        announced_by=Person(by.subject, by.username),
    )
