"""A draw and its three steps: announced, frozen, drawn. Each is written once and never changed."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.core.values import day_start
from chalicelib.draws.beacon_rounds import QUICKNET, BeaconValue
from chalicelib.draws.entrants import SiftedRow, dropped, frozen_ids, list_hash
from chalicelib.draws.errors import (
    DrawFrozenError,
    DrawLapsedError,
    DrawNotClosedError,
    DrawOfRoundError,
    DrawTimesInvalidError,
    ExclusionsMissingError,
)
from chalicelib.draws.order import in_order, split
from chalicelib.staff.person import Person

FREEZE_LEAD = timedelta(minutes=10)
"""A list is frozen so long before its round, or it is not frozen for that round."""
DRAW_AFTER_CLOSING = timedelta(minutes=20)
"""The round is so long after the entries close at the least: ten minutes to freeze the list in."""
OPEN_FOR_MAX = timedelta(days=180)
FALLBACK_AFTER = timedelta(days=1)
"""The second round that a draw names: a day after the first."""
PRIZES_MAX, RESERVES_MAX, PRIZE_KINDS_MAX = 1_000, 1_000, 20
TITLE_LETTERS_MAX, BASIS_LETTERS_MAX, PRIZE_LETTERS_MAX = 60, 120, 60
KEPT_DAYS_MAX = 180
"""After the round the personal data of entrants is kept so long at the most."""
CODE_VERSION = 1
"""Of the rule in `entrants` and `order`. A rule that draws otherwise has another number."""

PrizeKind = Literal["voucher", "goods"]
PlacePrizeKind = Literal["voucher", "goods", "purchase"]
"""`purchase`: the right to buy in a sale round, which no staff hands out."""
DrawStatus = Literal["open", "closed", "lapsed", "frozen", "drawn"]


class Prize(Struct, frozen=True):
    """`count` pieces of a prize, each worth `amount` won."""

    name: str
    kind: PlacePrizeKind
    count: int
    amount: int


class Frozen(Struct, frozen=True, kw_only=True):
    """The list, and by which of the two rounds it is drawn. `dropped`: rows that are not in it."""

    at: datetime
    by: Person
    round: int
    list_hash: str
    entrant_count: int
    dropped: Mapping[str, int]
    upload_ids: tuple[str, ...]


class Drawn(Struct, frozen=True, kw_only=True):
    """`round` and its value; who wins and who waits, in their order."""

    at: datetime
    round: int
    signature: str
    randomness: str
    winners: tuple[str, ...]
    reserves: tuple[str, ...]


class Draw(Struct, frozen=True, kw_only=True):
    """A draw as it was announced, and its later steps if they are taken. `legal_basis` is the
    article that lets the county give prizes; a winner answers within `answer_days`. `round_id`: the
    sale round whose buyers are drawn; its entrants apply themselves, and nobody adds any.
    `campaign_id`: the campaign whose entries are in the list, beside those of files. `post_url`:
    the county's post under which members comment, whose accepted comments are in the list too."""

    county_id: str
    draw_id: str
    title: str
    legal_basis: str
    prizes: tuple[Prize, ...]
    reserve_count: int
    closes_at: datetime
    round: int
    fallback_round: int
    answer_days: int
    erased_on: date
    announced_at: datetime
    announced_by: Person
    code_version: int = CODE_VERSION
    round_id: str | None = None
    campaign_id: str | None = None
    post_url: str | None = None
    frozen: Frozen | None = None
    drawn: Drawn | None = None

    @property
    def prize_count(self) -> int:
        return sum(prize.count for prize in self.prizes)

    @property
    def erased_at(self) -> datetime:
        return day_start(self.erased_on)

    def status(self, now: datetime) -> DrawStatus:
        """`closed`: to be frozen; `lapsed`: frozen in time for neither round, so never drawn."""
        if self.drawn:
            return "drawn"
        if self.frozen:
            return "frozen"
        if now < self.closes_at:
            return "open"
        return "closed" if self.next_round(now) else "lapsed"

    def next_round(self, now: datetime) -> int | None:
        """The round for which a list can still be frozen."""
        for number in (self.round, self.fallback_round):
            if now + FREEZE_LEAD <= QUICKNET.time_of(number):
                return number
        return None

    def prize_of(self, place: int) -> Prize | None:
        """The prize of the winner at `place`, from 1: the first prize is won first."""
        for prize in self.prizes:
            if place <= prize.count:
                return prize
            place -= prize.count
        return None


def check_announcement(draw: Draw, *, draws_at: datetime, now: datetime) -> None:
    """Raises `DrawTimesInvalidError` with what is wrong with the times."""
    opens_for = draw.closes_at - now
    kept_until = QUICKNET.time_of(draw.fallback_round) + timedelta(days=KEPT_DAYS_MAX)
    answered_by = QUICKNET.time_of(draw.fallback_round) + timedelta(days=draw.answer_days)
    if not timedelta() < opens_for <= OPEN_FOR_MAX:
        raise DrawTimesInvalidError(
            param="closes_at",
            problem=("오늘부터 180일 안이어야 합니다", "must be within 180 days from now"),
        )
    if not draw.closes_at + DRAW_AFTER_CLOSING <= draws_at <= draw.closes_at + OPEN_FOR_MAX:
        raise DrawTimesInvalidError(
            param="draws_at",
            problem=(
                "마감하고 20분 뒤부터 180일 안이어야 합니다",
                "must be from 20 minutes to 180 days after closing",
            ),
        )
    if not answered_by < draw.erased_at <= kept_until:
        raise DrawTimesInvalidError(
            param="erased_on",
            problem=(
                "당첨자가 답하는 기한보다 뒤, 추첨하고 180일 안이어야 합니다",
                "must be after the winners' time to answer and within 180 days of the draw",
            ),
        )


def check_is_at_the_desk(draw: Draw) -> None:
    """Raises `DrawOfRoundError` for one that no staff take a step of."""
    if draw.round_id is not None:
        raise DrawOfRoundError


def check_may_upload(draw: Draw, now: datetime) -> None:
    """Files come in until the list is frozen. Raises `DrawOfRoundError`,
    `DrawFrozenError`, `DrawLapsedError`."""
    check_is_at_the_desk(draw)
    if draw.frozen:
        raise DrawFrozenError
    if draw.next_round(now) is None:
        raise DrawLapsedError


def freeze(
    draw: Draw,
    sifted: list[SiftedRow],
    *,
    upload_ids: tuple[str, ...],
    has_exclusions: bool,
    by: Person,
    now: datetime,
) -> tuple[Frozen, tuple[str, ...]]:
    """(the step, the list). Nobody may have entered: then nobody wins.

    Raises `DrawNotClosedError`, `DrawLapsedError`, `ExclusionsMissingError`.
    """
    if now < draw.closes_at:
        raise DrawNotClosedError
    number = draw.next_round(now)
    if number is None:
        raise DrawLapsedError
    if not has_exclusions:
        raise ExclusionsMissingError
    ids = frozen_ids(sifted)
    frozen = Frozen(
        at=now,
        by=by,
        round=number,
        list_hash=list_hash(ids),
        entrant_count=len(ids),
        dropped=dropped(sifted),
        upload_ids=upload_ids,
    )
    return frozen, ids


def draw_lots(draw: Draw, ids: tuple[str, ...], value: BeaconValue, *, now: datetime) -> Drawn:
    """The order by the value of a round. Raises `ValueError` for a list that is not the frozen one
    and for a round that the draw did not name."""
    if draw.frozen is None or list_hash(ids) != draw.frozen.list_hash:
        raise ValueError("not the frozen list")
    if value.round not in (draw.frozen.round, draw.fallback_round) or not value.is_well_formed:
        raise ValueError("not a value of a round of this draw")
    ordered = in_order(ids, randomness=value.randomness, draw_id=draw.draw_id)
    winners, reserves = split(ordered, winners=draw.prize_count, reserves=draw.reserve_count)
    return Drawn(
        at=now,
        round=value.round,
        signature=value.signature,
        randomness=value.randomness,
        winners=tuple(winners),
        reserves=tuple(reserves),
    )
