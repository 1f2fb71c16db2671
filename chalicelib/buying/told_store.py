"""How far telling people of a lottery round has come: one item an offer, and one for the others."""

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.aws.table import Item, Table
from chalicelib.buying import keys
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import format_time, parse_time


class Told(Struct, frozen=True, kw_only=True):
    """`name`: an offer's number, or `others`. `count`: so many of them were told. `tries`: how
    often each of those who come next may have been told already. One run has it until
    `leased_until`."""

    county_id: str
    round_id: str
    name: str
    count: int = 0
    tries: tuple[int, ...] = ()
    is_done: bool = False
    leased_until: datetime
    version: int

    def tries_of(self, place: int) -> int:
        """Of who comes next, counting from 0."""
        return self.tries[place] if place < len(self.tries) else 0

    def tried(self, place: int, times: int) -> "Told":
        """So often so far."""
        known = [self.tries_of(n) for n in range(max(place + 1, len(self.tries)))]
        known[place] = times
        return replace(self, tries=tuple(known))

    def went_past(self, people: int) -> "Told":
        """So many more are done with."""
        return replace(self, count=self.count + people, tries=self.tries[people:])


class ToldStore(Struct, frozen=True):
    table: Table

    def begin(
        self, county_id: str, round_id: str, name: str, now: datetime, until: datetime
    ) -> Told | None:
        """Access pattern 268: take it for this run; `None` if all were told, or another has it."""
        key = keys.lottery_told(county_id, round_id, name)
        item = self.table.get(key, consistent=True)
        if item is None:
            made = Told(
                county_id=county_id, round_id=round_id, name=name, leased_until=until, version=1
            )
            return made if self.table.put_new(_item(made)) is None else None
        found = Told(
            county_id=county_id,
            round_id=round_id,
            name=name,
            count=item["count"],
            tries=tuple(int(times) for times in item.get("tries", ())),
            is_done=item["is_done"],
            leased_until=parse_time(item["leased_until"]),
            version=item["version"],
        )
        if found.is_done or now < found.leased_until:
            return None
        try:
            return self.keep(replace(found, leased_until=until))
        except VersionConflictError:
            return None

    def keep(self, told: Told) -> Told:
        """Access pattern 269: who was told, and who is told right after this. Raises
        `VersionConflictError` if another run took it, as this one lasted too long."""
        written = replace(told, version=told.version + 1)
        self.table.replace(_item(written))
        return written

    def end(self, told: Told, *, is_done: bool) -> None:
        """This run is over: the next may go on at once."""
        self.keep(replace(told, is_done=is_done, leased_until=_NEVER))


_NEVER = parse_time("2000-01-01T00:00:00.000Z")


def _item(told: Told) -> Item:
    return {
        **keys.lottery_told(told.county_id, told.round_id, told.name)._asdict(),
        "type": "lottery_told",
        "count": told.count,
        "tries": list(told.tries),
        "is_done": told.is_done,
        "leased_until": format_time(told.leased_until),
        "version": told.version,
    }
