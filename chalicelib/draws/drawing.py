"""Drawing what is due: the list frozen, its round signed, the order worked out, once."""

from datetime import datetime, timedelta

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.core.values import to_milliseconds
from chalicelib.draws.beacon_rounds import QUICKNET, BeaconValue
from chalicelib.draws.draws import FALLBACK_AFTER, OPEN_FOR_MAX, Draw, draw_lots
from chalicelib.draws.files import StepDiffersError
from chalicelib.draws.ports import Beacon, DrawFiles, DrawStore

LOOKED_BACK = 2 * OPEN_FOR_MAX + FALLBACK_AFTER + timedelta(days=7)
"""A draw announced before that has been drawn, or will not be."""
SETTLED_AFTER = timedelta(seconds=30)
"""Relays that are a little late by then have the round too."""
LATE_AFTER = timedelta(hours=1)


class Drawing(Struct, frozen=True):
    store: DrawStore
    files: DrawFiles
    beacon: Beacon
    clock: Clock

    def due(self, county_id: str) -> list[Draw]:
        """Those that are frozen and not drawn, and whose round is signed by now."""
        now = self.clock()
        return [
            draw
            for draw in self.store.announced_since(county_id, now - LOOKED_BACK)
            if draw.frozen
            and not draw.drawn
            and QUICKNET.time_of(draw.frozen.round) + SETTLED_AFTER <= now
        ]

    def is_late(self, draw: Draw) -> bool:
        """Whether people must look why it is not drawn."""
        assert draw.frozen is not None
        return self.clock() > QUICKNET.time_of(draw.frozen.round) + LATE_AFTER

    def run(self, draw: Draw) -> bool:
        """Draw it, if the value of its round is known; `False` if there is none yet.

        To run again, after a cut or beside another run, gives the same. Raises `TryAgainError`
        while too few relays answer, what the beacon raises when they differ, and `StepDiffersError`
        when a kept step is not what the others give.
        """
        kept = self.files.frozen(draw.county_id, draw.draw_id)
        if draw.frozen is None or kept is None or kept[0] != draw.frozen:
            raise StepDiffersError(f"{draw.draw_id}: the list is not the one that was frozen")
        value = self._value(draw, draw.frozen.round, self.clock())
        if value is None:
            return False
        drawn = draw_lots(draw, kept[1], value, now=to_milliseconds(self.clock()))
        self.store.put_drawn(draw, self.files.keep_drawn(draw, drawn))
        return True

    def _value(self, draw: Draw, number: int, now: datetime) -> BeaconValue | None:
        """Of the round it was frozen for; only if the relays say that there is no such round, of
        the fallback that was named with it."""
        signature = self.beacon.signature(QUICKNET.chain_hash, number)
        if signature is not None:
            return BeaconValue(number, signature)
        fallback = draw.fallback_round
        if number == fallback or now < QUICKNET.time_of(fallback) + SETTLED_AFTER:
            return None
        signature = self.beacon.signature(QUICKNET.chain_hash, fallback)
        return BeaconValue(fallback, signature) if signature is not None else None
