"""What the one table promises, whatever stands behind it.

Every write states its precondition by the method's name. What may be tried again is
`TryAgainError`; anything else that goes wrong is a bug that surfaces as it is. Items are plain
dicts of `str`, `int`, `bytes`, `bool`, lists and dicts: no caller sees DynamoDB's types.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, Protocol

from msgspec import Struct

from chalicelib.aws.keys import Key

Item = dict[str, Any]

TransactionOutcome = Literal["written", "key_taken", "other_taken", "too_little", "conflict"]
"""`key_taken`: the first item's; `other_taken`: a later one's. `conflict`: another writer was at
one of the items at the same moment. In all but `written` nothing was written."""


class Count(Struct, frozen=True):
    """A change of a number in an item."""

    key: Key
    attribute: str
    change: int


class Page(Struct, frozen=True):
    """`next_key` is where to go on, or `None` at the end."""

    items: list[Item]
    next_key: dict[str, Any] | None


class Table(Protocol):
    """A table with the keys `pk` and `sk`, and the indexes `by_day` and `by_merchant`."""

    def get(self, key: Key, *, consistent: bool = False) -> Item | None: ...

    def put(self, item: Item) -> None:
        """Write whatever was there before: only for items that a re-run may write again."""

    def put_new(self, item: Item) -> Item | None:
        """Write if there is no item with this key; else return the one that stands there."""

    def replace(self, item: Item) -> None:
        """Write if the stored `version` is one less. Raises `VersionConflictError`."""

    def count_up(self, key: Key, attribute: str, *, ttl: int | None = None) -> Item:
        """Add 1 to a number, made if missing, and return the whole item as it is then."""

    def count_up_existing(self, key: Key, attribute: str) -> Item | None:
        """Like `count_up`, but only if the item is there; else `None`."""

    def add(self, key: Key, changes: Mapping[str, int]) -> Item:
        """Add to numbers of one item, each made if missing, and return the whole item as it is
        then."""

    def put_new_with_counts(
        self,
        item: Item,
        counts: Sequence[Count],
        beside: Sequence[Item] = (),
        replaced: Sequence[Item] = (),
    ) -> TransactionOutcome:
        """Write a new item, others `beside` it and over those `replaced`, and change counters of
        other items in one transaction, or nothing; `too_little` also if a key of those beside is
        taken, or if the stored `version` of one of `replaced` is not one less.

        A counter that goes down must hold as much; one that goes up is made if it is missing.
        """

    def put_all_new(self, items: Sequence[Item]) -> TransactionOutcome:
        """Write all items in one transaction if none of their keys is taken; else nothing."""

    def put_together(
        self, new: Sequence[Item], replaced: Sequence[Item], counts: Sequence[Count] = ()
    ) -> bool:
        """Write all items in one transaction, or nothing and `False`: if the key of one of `new` is
        taken, if the stored `version` of one of `replaced` is not one less, if one of `counts`, of
        other items, would go below zero, or if another writer was at one of them at the same
        moment."""

    def delete(self, key: Key) -> None: ...

    def query(
        self,
        pk: str,
        *,
        index: str | None = None,
        prefix: str | None = None,
        between: tuple[str, str] | None = None,
        newest_first: bool = False,
        limit: int | None = None,
        start: dict[str, Any] | None = None,
        consistent: bool = False,
    ) -> Page:
        """One page of a partition, by sort key: those with `prefix`, or those `between` two."""

    def query_all(self, pk: str, **options: Any) -> Iterator[Item]:
        """Every item of a partition, page by page, as `query` would give them."""
