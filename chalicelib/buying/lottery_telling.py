"""Telling who applied to a lottery round what became of it: who may buy now and until when, by a
text message and by push; who waits as a reserve or was not drawn, by push where they asked for it.

People of an offer are told one after the other, and how far that came is kept: a run goes on where
the one before ended. Only one run is at it at a time. After a crash between a message and the note
of it, one person is told twice, never none.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from chalicelib.buying.told_store import Told, ToldStore
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import SEOUL
from chalicelib.draws.draws import Draw
from chalicelib.draws.offers import Offer
from chalicelib.draws.round_lots import RoundLots
from chalicelib.notifications.notices import LotteryNotice, Notice
from chalicelib.sales.lotteries import draw_id_of
from chalicelib.sales.rounds import Round

RUN_SECONDS = 80
"""A run's time to tell people; the next one, five minutes later, goes on."""
MISSED_MAX = 3
"""So many in a row without a text are no fault of their numbers: the next run begins with them. Of
fewer the others are told: one number that takes none keeps nobody from their place."""
LEASE = timedelta(minutes=3)
"""Longer than a run may last (two minutes): then it is over, however it ended."""
TEXT = (
    "[상품권] {name} 추첨에 뽑히셨습니다. {until}까지 지갑에서 {price:,}원을 결제하시면 "
    "{face:,}원을 받습니다. 지나면 다음 순번으로 넘어갑니다."
)


class Applicants(Protocol):
    def member_ids(self, county_id: str, round_id: str) -> Iterable[str]: ...


class Texts(Protocol):
    def text(self, county_id: str, member_id: str, text: str) -> None: ...


class Notices(Protocol):
    def tell_one(self, notice: Notice) -> bool: ...


class LotteryTelling(Struct, frozen=True):
    applicants: Applicants
    lots: RoundLots
    store: ToldStore
    texts: Texts
    notices: Notices
    clock: Clock

    def tell(self, round_: Round) -> int:
        """How many were told in this run."""
        draw = self.lots.by_id(round_.county_id, draw_id_of(round_.round_id))
        if draw is None or draw.drawn is None:
            return 0
        ends = self.clock() + timedelta(seconds=RUN_SECONDS)
        told = 0
        offers = self.lots.offers(draw)
        for offer in offers:
            if self.clock() < offer.until:
                told += self._of_offer(round_, draw, offer, ends)
        if offers:
            told += self._others(round_, draw, offers[-1].last_place, ends)
        return told

    def _of_offer(self, round_: Round, draw: Draw, offer: Offer, ends: datetime) -> int:
        task = self._begin(round_, str(offer.number))
        if task is None:
            return 0
        members = self._members(round_, draw)
        order = _order(draw)[offer.first_place - 1 : offer.last_place]
        until = (offer.until - timedelta(minutes=1)).astimezone(SEOUL)
        face = round_.denominations[0]
        text = TEXT.format(
            name=round_.name,
            until=f"{until.month}월 {until.day}일 {until:%H:%M}",
            price=round_.price(face),
            face=face,
        )
        before = task.count
        unnoted: list[str | None] = []
        missed = 0
        for entrant_id in order[task.count :]:
            if self.clock() >= ends or missed == MISSED_MAX:
                break
            member_id = members.get(entrant_id)
            unnoted.append(member_id)
            if member_id is not None:
                is_sent = self._is_texted(round_.county_id, member_id, text)
                missed = 0 if is_sent else missed + 1
            if missed:
                continue
            for each in unnoted:
                if each is not None:
                    self._push(round_, each, "lottery_place", face, offer)
                task = self.store.note(task)
            unnoted = []
        self.store.end(task, is_done=task.count >= len(order))
        if missed == MISSED_MAX:
            raise TryAgainError(retry_after_seconds=30)
        return task.count - before

    def _is_texted(self, county_id: str, member_id: str, text: str) -> bool:
        try:
            self.texts.text(county_id, member_id, text)
        except TryAgainError:
            return False
        return True

    def _others(self, round_: Round, draw: Draw, offered: int, ends: datetime) -> int:
        """Reserves, and who has no place. Whoever was offered one meanwhile was told that."""
        task = self._begin(round_, "others")
        if task is None:
            return 0
        members = self._members(round_, draw)
        winners = {*_order(draw)[: draw.prize_count]}
        places = {each: number for number, each in enumerate(_order(draw), 1)}
        others = [each for each in sorted(members) if each not in winners]
        before = task.count
        for entrant_id in others[task.count :]:
            if self.clock() >= ends:
                break
            place = places.get(entrant_id)
            if place is None:
                self._push(round_, members[entrant_id], "lottery_lost", 0)
            elif place > offered:
                self._push(round_, members[entrant_id], "lottery_reserve", place - offered)
            task = self.store.note(task)
        self.store.end(task, is_done=task.count >= len(others))
        return task.count - before

    def _begin(self, round_: Round, name: str) -> Told | None:
        now = self.clock()
        return self.store.begin(round_.county_id, round_.round_id, name, now, now + LEASE)

    def _push(
        self,
        round_: Round,
        member_id: str,
        kind: LotteryNotice,
        number: int,
        offer: Offer | None = None,
    ) -> None:
        self.notices.tell_one(
            Notice(
                county_id=round_.county_id,
                member_id=member_id,
                tag=f"lot-{round_.round_id[4:]}-{offer.number if offer else 0}",
                kind=kind,
                mileage=0,
                voucher=number,
                words=round_.name,
                words_en=round_.name_en,
                until=offer.until if offer else None,
            )
        )

    def _members(self, round_: Round, draw: Draw) -> dict[str, str]:
        """By their pseudonyms in the list; none once the salt is erased."""
        ids = self.applicants.member_ids(round_.county_id, round_.round_id)
        return self.lots.pseudonyms(draw, ids)


def _order(draw: Draw) -> Sequence[str]:
    assert draw.drawn is not None
    return (*draw.drawn.winners, *draw.drawn.reserves)
