"""Reminding of what is about to end, while it can still be used."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Protocol

from msgspec import Struct

from chalicelib.notifications.notices import EXPIRY_DAYS
from chalicelib.wallets.lot_holders import GrantFiles, LotHolders


class Telling(Protocol):
    def remind(self, county_id: str, member_id: str, ends_on: date, *, today: date) -> bool: ...


class ExpiryReminders(Struct, frozen=True):
    holders: LotHolders
    files: GrantFiles
    telling: Telling

    def run(self, county_id: str, today: date) -> int:
        """How many are told that something of theirs ends in thirty or in seven days. A day that
        is run twice tells them twice, and is shown once; one that was missed is not made up."""
        told = 0
        for days in EXPIRY_DAYS:
            ends_on = today + timedelta(days=days)
            for member_id in set(self._holders(county_id, ends_on)):
                told += self.telling.remind(county_id, member_id, ends_on, today=today)
        return told

    def _holders(self, county_id: str, ends_on: date) -> Iterator[str]:
        yield from self.holders.of_lots_ending(county_id, ends_on)
        yield from self.files.holders_until(county_id, [ends_on])
