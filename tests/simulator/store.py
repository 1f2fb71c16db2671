"""The rows of a table and its indexes: sorted, shared between copies until one writes.

A schedule of faults begins where the one before began, so a copy must cost next to nothing; and a
stale read must see what stood there a moment ago, so every write notes what it replaced.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass
from typing import Any

from tests.simulator.values import Attributes

PrimaryKey = tuple[Any, ...]
Place = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Row:
    item: Attributes
    size: int


@dataclass(frozen=True, slots=True)
class Schema:
    """The key attributes of a table or an index; all of them text."""

    name: str | None
    keys: tuple[str, ...]

    def holds(self, item: Attributes) -> bool:
        return all(name in item for name in self.keys)

    def key_of(self, item: Attributes) -> PrimaryKey:
        return tuple(item[name]["S"] for name in self.keys)


class _Partition:
    __slots__ = ("owner", "places", "rows")

    def __init__(self, owner: object, places: list[Place], rows: dict[Place, Row]) -> None:
        self.owner = owner
        self.places = places
        self.rows = rows


class Rows:
    """One table, or one index: partitions of rows in the order of their place."""

    def __init__(self, schema: Schema, base: Schema) -> None:
        self.schema = schema
        self._base = base
        self._partitions: dict[Any, _Partition] = {}
        self._owner = object()

    def copy(self) -> "Rows":
        """Both may be written to from now on, and neither shows in the other."""
        made = Rows(self.schema, self._base)
        made._partitions = dict(self._partitions)
        self._owner = object()
        return made

    def place_of(self, item: Attributes) -> Place:
        """Within the partition: by the sort key; in an index, whose keys need not be unique, then
        by the item's own key."""
        own = self.schema.key_of(item)[1:]
        return own if self.schema is self._base else own + self._base.key_of(item)

    def partition(self, key: Any) -> tuple[list[Place], dict[Place, Row]]:
        found = self._partitions.get(key)
        return (found.places, found.rows) if found else ([], {})

    def get(self, key: PrimaryKey) -> Row | None:
        found = self._partitions.get(key[0])
        return found.rows.get(key[1:]) if found else None

    def change(self, before: Row | None, after: Row | None) -> None:
        old = before.item if before and self.schema.holds(before.item) else None
        new = after if after and self.schema.holds(after.item) else None
        if old is not None:
            key = old[self.schema.keys[0]]["S"]
            place = self.place_of(old)
            if new is not None and self._is_at(new, key, place):
                self._own(key).rows[place] = new
                return
            self._remove(key, place)
        if new is not None:
            partition = self._own(new.item[self.schema.keys[0]]["S"])
            place = self.place_of(new.item)
            insort(partition.places, place)
            partition.rows[place] = new

    def _is_at(self, row: Row, key: Any, place: Place) -> bool:
        return row.item[self.schema.keys[0]]["S"] == key and self.place_of(row.item) == place

    def _remove(self, key: Any, place: Place) -> None:
        partition = self._own(key)
        del partition.places[bisect_left(partition.places, place)]
        del partition.rows[place]
        if not partition.places:
            del self._partitions[key]

    def _own(self, key: Any) -> _Partition:
        found = self._partitions.get(key)
        if found is None:
            found = self._partitions[key] = _Partition(self._owner, [], {})
        elif found.owner is not self._owner:
            found = _Partition(self._owner, list(found.places), dict(found.rows))
            self._partitions[key] = found
        return found

    def all(self) -> list[Row]:
        return [row for part in self._partitions.values() for row in part.rows.values()]

    def since(self, before: "Rows") -> tuple[dict[int, Row], dict[int, Row]]:
        """The rows that are gone and those that came since this was copied of `before`, by their
        identity: a row is replaced, never changed. What nobody wrote to is not looked through."""
        written = {key for key, _ in self._partitions.items() ^ before._partitions.items()}
        gone, came = (
            {id(row): row for key in written for row in rows.partition(key)[1].values()}
            for rows in (before, self)
        )
        for same in gone.keys() & came.keys():
            del gone[same], came[same]
        return gone, came


@dataclass(frozen=True, slots=True)
class _Note:
    at: float
    key: PrimaryKey
    before: Row | None


class Store:
    """A table with its indexes, and what its latest writes replaced."""

    def __init__(self, table: Rows, indexes: dict[str, Rows], notes: list[_Note]) -> None:
        self.table = table
        self.indexes = indexes
        self._notes = notes

    def copy(self) -> "Store":
        indexes = {name: rows.copy() for name, rows in self.indexes.items()}
        return Store(self.table.copy(), indexes, list(self._notes))

    @property
    def write_count(self) -> int:
        return len(self._notes)

    def rows(self, index: str | None) -> Rows:
        return self.table if index is None else self.indexes[index]

    def write(self, key: PrimaryKey, after: Row | None, *, at: float) -> None:
        """Store or remove, indexes too."""
        before = self.table.get(key)
        self._notes.append(_Note(at, key, before))
        for rows in (self.table, *self.indexes.values()):
            rows.change(before, after)

    def as_of(self, moment: float) -> "Store":
        """What stood here at a moment, as an eventually consistent read may still see it."""
        if not self._notes or self._notes[-1].at <= moment:
            return self
        past = self.copy()
        for note in reversed(self._notes):
            if note.at <= moment:
                break
            now = past.table.get(note.key)
            for rows in (past.table, *past.indexes.values()):
                rows.change(now, note.before)
        return past
