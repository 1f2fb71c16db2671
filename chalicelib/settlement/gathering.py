"""Closing a county's days: what each one's shops took and took back, written down once.

What agents took from shops on paper is read consistently, by its day. In read units: 1/8 for each
entry of the day and of the day before, which is looked at again for what the index showed too late.
A day of 100,000 entries takes half a minute of a function's time.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from chalicelib.county.service import Counties
from chalicelib.ledger.ports import WalletStore
from chalicelib.paper.ports import ExchangeStore
from chalicelib.settlement.day_files import (
    DayFile,
    DaySale,
    content_of,
    day_sale,
    exchange_sale,
    make_day_file,
    read_content,
)
from chalicelib.settlement.errors import SettledDiffersError
from chalicelib.settlement.ports import ClosedDayStore, DayFiles
from chalicelib.settlement.statements import GENESIS_HASH, ClosedDay

DAYS_PER_RUN_MAX = 400
"""A run closes no more; the next one goes on."""

_DAY = timedelta(days=1)


class DayGathering(Struct, frozen=True):
    entries: WalletStore
    exchanges: ExchangeStore
    days: ClosedDayStore
    files: DayFiles
    counties: Counties

    def catch_up(self, county_id: str, through: date) -> list[ClosedDay]:
        """Close every day after the last closed one, `through` included.

        Raises `SettledDiffersError` when what is kept is not what was served; nothing is
        overwritten, and no later day is closed on top of it.
        """
        last = self.days.newest(county_id)
        before = self._kept(last) if last else None
        on = last.on + _DAY if last else self.counties.county(county_id).opened_on
        closed: list[ClosedDay] = []
        while on <= through and len(closed) < DAYS_PER_RUN_MAX:
            before = self._close(county_id, on, before)
            closed.append(_served(before))
            on += _DAY
        return closed

    def _close(self, county_id: str, on: date, before: DayFile | None) -> DayFile:
        sales = [*self._sales(county_id, on), *self._late(county_id, before)]
        made = make_day_file(county_id, on, sales, before.hash if before else GENESIS_HASH)
        kept = read_content(self.files.keep_day(county_id, on, content_of(made)))
        if kept.previous != made.previous or not kept.is_sound:
            raise SettledDiffersError(f"{county_id}/{on}: does not follow the day before")
        if self.days.put_new(_served(kept)) not in (None, _served(kept)):
            raise SettledDiffersError(f"{county_id}/{on}: another day is served")
        return kept

    def _sales(self, county_id: str, on: date) -> Iterable[DaySale]:
        found = (day_sale(entry) for entry in self.entries.entries_on(county_id, on))
        yield from (sale for sale in found if sale is not None)
        yield from map(exchange_sale, self.exchanges.exchanges_on(county_id, on))

    def _late(self, county_id: str, before: DayFile | None) -> Iterable[DaySale]:
        """Of the day before, what its file lacks as the index showed it too late."""
        if before is None:
            return ()
        known = {sale.sale_id for sale in before.sales}
        return (s for s in self._sales(county_id, before.on) if s.sale_id not in known)

    def _kept(self, day: ClosedDay) -> DayFile:
        """What is served must be what the locked bucket has, or nothing may build on it."""
        content = self.files.day(day.county_id, day.on)
        kept = read_content(content) if content else None
        if kept is None or _served(kept) != day or not kept.is_sound:
            raise SettledDiffersError(f"{day.county_id}/{day.on}: served and kept day differ")
        return kept


def _served(day: DayFile) -> ClosedDay:
    return ClosedDay(
        county_id=day.county_id,
        on=day.on,
        sale_count=len(day.sales),
        net_amount=sum(s.amount if s.kind == "payment" else -s.amount for s in day.sales),
        previous=day.previous,
        hash=day.hash,
    )
