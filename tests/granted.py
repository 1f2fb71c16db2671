"""What a function may do to the table, held against what it does.

While a request or a message is handled in memory, each write and each index that is asked must be
granted by the declaration of the function that handles it, as IAM would have it; and what was used
is noted, so that a right that nobody uses is found too.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.functions import FUNCTIONS
from chalicelib.aws.keys import Key
from chalicelib.aws.rights import LEDGER, TABLE, Right
from chalicelib.aws.table import Count, Item, Page, TransactionOutcome
from tests.fake_files import FakeS3
from tests.fakes import FakeTable

PUT, UPDATE, QUERY = "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"
LIST = "s3:ListBucket"
USED: set[tuple[str, str, str]] = set()
"""(function, action, kind of partition or name of index)."""

_acting: ContextVar[str | None] = ContextVar("_acting", default=None)


class NotGrantedError(Exception):
    """AWS would refuse this: no right in the function's declaration covers it."""


@contextmanager
def acting(function: str) -> Iterator[None]:
    """What happens within is done by this function, with its rights."""
    before = _acting.set(function)
    try:
        yield
    finally:
        _acting.reset(before)


def check_write(action: str, pk: str, *attributes: str, together: bool = False) -> None:
    """`together`: within a transaction."""
    function = _acting.get()
    if function is None:
        return
    kind = pk.split("#")[1]
    for right in _rights(function, action):
        if (
            kind in right.kinds
            and (not right.attributes or set(attributes) <= set(right.attributes))
            and (not right.beside or together)
        ):
            USED.add((function, action, kind))
            return
    raise NotGrantedError(f"{function} may not {action} on {pk} {attributes}")


def check_index(index: str | None) -> None:
    function = _acting.get()
    if function is None or index is None:
        return
    USED.add((function, QUERY, index))
    places = {place for right in _rights(function, QUERY) for place in right.resources}
    if f"{TABLE.name}/index/{index}" not in places:
        raise NotGrantedError(f"{function} may not ask the index {index}")


@cache
def _rights(function: str, action: str) -> tuple[Right, ...]:
    return tuple(right for right in FUNCTIONS[function].may if action in right.actions)


def granted(function: str) -> set[tuple[str, str, str]]:
    """What a function may write, by kind, and which indexes it may ask: as `USED`."""
    rights: list[Any] = [
        *((PUT, kind) for r in _rights(function, PUT) for kind in r.kinds),
        *((UPDATE, kind) for r in _rights(function, UPDATE) for kind in r.kinds),
        *(
            (QUERY, place.rpartition("/")[2])
            for r in _rights(function, QUERY)
            for place in r.resources
            if "/index/" in place
        ),
    ]
    return {(function, action, name) for action, name in rights}


class GrantedTable(FakeTable):
    """Refuses what the function that is acting was not granted."""

    def count_up(self, key: Key, attribute: str, *, ttl: int | None = None) -> Item:
        check_write(UPDATE, key.pk, attribute, *([] if ttl is None else ["ttl"]))
        return super().count_up(key, attribute, ttl=ttl)

    def add(self, key: Key, changes: Mapping[str, int]) -> Item:
        check_write(UPDATE, key.pk, *changes)
        return super().add(key, changes)

    def count_up_existing(self, key: Key, attribute: str) -> Item | None:
        check_write(UPDATE, key.pk, attribute)
        return super().count_up_existing(key, attribute)

    def put_new_with_counts(
        self,
        item: Item,
        counts: Sequence[Count],
        beside: Sequence[Item] = (),
        replaced: Sequence[Item] = (),
    ) -> TransactionOutcome:
        for count in counts:
            check_write(UPDATE, count.key.pk, count.attribute, together=True)
        return super().put_new_with_counts(item, counts, beside, replaced)

    def query(self, pk: str, *, index: str | None = None, **options: Any) -> Page:
        check_index(index)
        return super().query(pk, index=index, **options)

    def _store(self, item: Item) -> None:
        check_write(PUT, item["pk"])
        super()._store(item)


class GrantedS3(FakeS3):
    """As S3 has it, a name that is missing reads as forbidden to who may not list the bucket."""

    def get_object(self, *, Key: str, **options: Any) -> dict[str, Any]:  # noqa: N803
        function = _acting.get()
        if Key not in self.objects and function is not None:
            lists = {place for right in _rights(function, LIST) for place in right.resources}
            if LEDGER.name not in lists:
                error = {"Error": {"Code": "AccessDenied", "Message": f"{function} may not list"}}
                raise ClientError(error, "GetObject")
        return super().get_object(Key=Key, **options)
