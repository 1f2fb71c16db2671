"""The table of a walk: tests read it after each step, so it is read by partition, not whole."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.aws.table import Item
from tests.fakes import FakeTable

_INDEXES = ("by_day", "by_merchant")


class WalkTable(FakeTable):
    """A `FakeTable` that knows where the items of a partition are."""

    def __init__(self) -> None:
        super().__init__()
        self._read = 0
        self._places: dict[tuple[str | None, str], dict[tuple[str, str], None]] = defaultdict(dict)

    def _around(self, pk: str, index: str | None) -> Iterable[Item]:
        self._read_on()
        return [self.items[key] for key in self._places[index, pk] if key in self.items]

    def _read_on(self) -> None:
        """What is new stands at the end; what was deleted makes it be read anew."""
        if len(self.items) < self._read:
            self._read = 0
        for key, item in itertools.islice(self.items.items(), self._read, None):
            self._note(key, item)
        self._read = len(self.items)

    def _note(self, key: tuple[str, str], item: Mapping[str, Any]) -> None:
        self._places[None, key[0]][key] = None
        for index in _INDEXES:
            if f"{index}_pk" in item:
                self._places[index, item[f"{index}_pk"]][key] = None
