"""What a lottery round's schedule does: freeze the list when applications are over, and offer the
places that are next in the order for as long as there is budget."""

from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct

from chalicelib.buying.application_store import ApplicationStore
from chalicelib.core.clock import Clock
from chalicelib.draws.beacon_rounds import QUICKNET
from chalicelib.draws.draws import Draw
from chalicelib.draws.files import StepDiffersError
from chalicelib.draws.ports import EndedWallets
from chalicelib.draws.round_lots import RoundLots
from chalicelib.sales.lotteries import draw_id_of
from chalicelib.sales.rounds import Round
from chalicelib.sales.store import RoundStore

ARRIVING = timedelta(minutes=2)
"""After the last moment to apply: a request of that moment is answered within half a minute."""
TOLD_FOR = timedelta(hours=1)
"""That a list was not frozen in time rings for so long."""

Step = Literal["frozen", "offered", "lapsed"]


class LotterySteps(Struct, frozen=True):
    applications: ApplicationStore
    rounds: RoundStore
    lots: RoundLots
    ended: EndedWallets
    clock: Clock

    def due(self, county_id: str) -> list[Round]:
        """Lottery rounds whose applications are over and that are not closed."""
        now = self.clock()
        return [
            round_
            for round_ in self.rounds.all(county_id)
            if round_.lottery is not None
            and round_.lottery.applies_until + ARRIVING <= now < round_.closes_at
        ]

    def step(self, round_: Round) -> Step | None:
        """What was done. To run again, after a cut or beside another run, gives the same."""
        now = self.clock()
        draw = self.lots.by_id(round_.county_id, draw_id_of(round_.round_id))
        if draw is None:
            raise StepDiffersError(f"{round_.round_id}: its draw was never announced")
        if draw.frozen is None:
            return self._freeze(draw, round_, now)
        if draw.drawn is None:
            return None
        left = sum(self.rounds.left(round_).values())
        offer = self.lots.offer(draw, left=left, closes_at=round_.closes_at)
        return "offered" if offer else None

    def _freeze(self, draw: Draw, round_: Round, now: datetime) -> Step | None:
        if draw.next_round(now) is None:
            # Nobody is drawn; people must tell who applied, and look why it was not frozen.
            is_news = now < QUICKNET.time_of(draw.fallback_round) + TOLD_FOR
            return "lapsed" if is_news else None
        applied = self.applications.member_ids(round_.county_id, round_.round_id)
        self.lots.freeze(draw, applied, self.ended.all(round_.county_id))
        return "frozen"
