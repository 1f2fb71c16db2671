"""Telling who applied to a lottery round what became of it: who may buy now and until when, by a
text message and by push; who waits as a reserve or was not drawn, by push where they asked for it.
Each is told where they are now, also if the wallet that applied has ended in another; who stands in
the list twice, by the place that comes first alone: the other gives them none.

People of an offer are told one after the other, and how far that came is kept: a run goes on where
the one before ended. Only one run is at it at a time. Neither SNS nor a phone knows a message that
it had before, so that somebody is about to be told is written before they are: after a crash, or
where no answer came, they are told a second time, and never a third (decision 0071). A push of an
offer takes the place of the one before it, by its tag.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from chalicelib.buying.told_store import Told, ToldStore
from chalicelib.core.clock import Clock
from chalicelib.core.errors import TryAgainError
from chalicelib.core.values import SEOUL
from chalicelib.draws.draws import Draw
from chalicelib.draws.offers import Offer
from chalicelib.draws.ports import EndedWallets
from chalicelib.draws.round_lots import RoundLots
from chalicelib.notifications.notices import LotteryNotice, Notice
from chalicelib.sales.lotteries import draw_id_of
from chalicelib.sales.rounds import Round

if TYPE_CHECKING:
    from chalicelib.aws.text_messages import Attempt

RUN_SECONDS = 80
"""A run's time to tell people; the next one, five minutes later, goes on."""
MISSED_MAX = 3
"""So many in a row without a text are no fault of their numbers: the next run begins with them. Of
fewer the others are told, and they are tried once more: one number that takes none keeps nobody
from their place."""
TRIES_MAX = 2
"""So often somebody may have been sent what they are told. What certainly did not go out, as it was
refused, does not count."""
LEASE = timedelta(minutes=3)
"""Longer than a run may last (two minutes): then it is over, however it ended."""
TEXT = (
    "[상품권] {name} 추첨에 뽑히셨습니다. {until}까지 지갑에서 {price:,}원을 결제하시면 "
    "{face:,}원을 받습니다. 지나면 다음 순번으로 넘어갑니다."
)


class Applicants(Protocol):
    def member_ids(self, county_id: str, round_id: str) -> Iterable[str]: ...


class Texts(Protocol):
    def attempt(self, county_id: str, member_id: str, text: str) -> "Attempt": ...


class Notices(Protocol):
    def tell_one(self, notice: Notice) -> bool: ...


class LotteryTelling(Struct, frozen=True):
    applicants: Applicants
    lots: RoundLots
    ended: EndedWallets
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
        waiting: list[str | None] = []
        missed = 0
        for entrant_id in order[task.count :]:
            if self.clock() >= ends or missed == MISSED_MAX:
                break
            waiting.append(members.get(entrant_id))
            task, outcome = self._text(task, waiting[-1], len(waiting) - 1, text)
            missed += outcome in ("refused", "unknown")
            if missed and outcome != "sent":
                continue
            if missed:
                # They go out again: who went without has another try, and is done with then.
                for place, each in enumerate(waiting[:-1]):
                    task, _ = self._text(task, each, place, text)
                missed = 0
            for each in waiting:
                if each is not None:
                    self._push(round_, each, "lottery_place", face, offer)
            task = task.went_past(len(waiting))
            waiting = []
        self.store.end(task, is_done=task.count >= len(order))
        if missed == MISSED_MAX:
            raise TryAgainError(retry_after_seconds=30)
        return task.count - before

    def _text(
        self, task: Told, member_id: str | None, place: int, text: str
    ) -> tuple[Told, "Attempt | None"]:
        """What became of one try; `None` if nobody is to be sent anything."""
        tries = task.tries_of(place)
        if member_id is None or tries >= TRIES_MAX:
            return task, None
        task = self.store.keep(task.tried(place, tries + 1))
        outcome = self.texts.attempt(task.county_id, member_id, text)
        return (task.tried(place, tries) if outcome == "refused" else task), outcome

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
            tries, place = task.tries_of(0), places.get(entrant_id)
            member_id = members[entrant_id]
            if member_id and tries < TRIES_MAX and (place is None or place > offered):
                task = self.store.keep(task.tried(0, tries + 1))
                if place is None:
                    self._push(round_, member_id, "lottery_lost", 0)
                else:
                    self._push(round_, member_id, "lottery_reserve", place - offered)
            task = task.went_past(1)
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

    def _members(self, round_: Round, draw: Draw) -> dict[str, str | None]:
        """Whom to tell, by their pseudonyms: `None` where they are told by another. Nobody once the
        salt is erased."""
        ids = self.applicants.member_ids(round_.county_id, round_.round_id)
        ended = self.ended.all(round_.county_id)
        known = self.lots.pseudonyms(draw, ids)
        places = {each: number for number, each in enumerate(_order(draw))}
        told: set[str] = set()
        members: dict[str, str | None] = {}
        for entrant_id in sorted(known, key=lambda one: (places.get(one, len(places)), one)):
            member_id = ended.get(known[entrant_id], known[entrant_id])
            members[entrant_id] = None if member_id in told else member_id
            told.add(member_id)
        return members


def _order(draw: Draw) -> Sequence[str]:
    assert draw.drawn is not None
    return (*draw.drawn.winners, *draw.drawn.reserves)
