"""A table of a walk that counts the units of what is asked of it, by DynamoDB's size rules."""

from typing import Any

from bench import sizes
from chalicelib.aws.keys import Key
from chalicelib.aws.table import Item, Page
from tests.model.walk_table import WalkTable

_INDEXES = ("by_day", "by_merchant")


class MeteredTable(WalkTable):
    """A transaction's writes take two units where one alone takes one; an index takes one more. A
    write that was refused is counted by what it would have written."""

    def __init__(self) -> None:
        super().__init__()
        self.read_units = 0.0
        self.write_units = 0

    def get(self, key: Key, *, consistent: bool = False) -> Item | None:
        item = super().get(key, consistent=consistent)
        self.read_units += sizes.query_read_units([item or {}], consistent=consistent)
        return item

    def query(self, pk: str, **options: Any) -> Page:
        page = super().query(pk, **options)
        is_consistent = options.get("consistent", False)
        self.read_units += sizes.query_read_units(page.items, consistent=is_consistent)
        return page

    def put(self, item: Item) -> None:
        self._count([item], times=1)
        super().put(item)

    def put_new(self, item: Item) -> Item | None:
        self._count([item], times=1)
        return super().put_new(item)

    def put_all_new(self, items: Any) -> Any:
        self._count(items, times=2)
        return super().put_all_new(items)

    def put_together(self, new: Any, changed: Any) -> bool:
        self._count([*new, *changed], times=2)
        return super().put_together(new, changed)

    def _count(self, items: list[Item], *, times: int) -> None:
        for item in items:
            units = sizes.write_units(item)
            self.write_units += units * (times + sum(f"{name}_pk" in item for name in _INDEXES))
