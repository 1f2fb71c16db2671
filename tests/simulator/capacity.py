"""What a call consumes (Developer Guide, "DynamoDB read and write operations")."""

from collections.abc import Mapping
from typing import Any

READ_BYTES = 4096
WRITE_BYTES = 1024


def read_units(size: int, *, consistent: bool) -> float:
    """At least the smallest read, also for what is not there."""
    units = max(1, -(-size // READ_BYTES))
    return float(units) if consistent else units / 2


def write_units(size: int) -> float:
    return float(max(1, -(-size // WRITE_BYTES)))


def index_write_units(before: tuple[Any, int] | None, after: tuple[Any, int] | None) -> float:
    """By what an index holds of an item before and after, each as (key, bytes).

    A changed key is a delete and a put; an item that is the same before and after is not written
    at all, so the caller passes nothing then.
    """
    if before is None and after is None:
        return 0.0
    if before is None or after is None:
        size = (after or before or ((), 0))[1]
        return write_units(size)
    if before[0] != after[0]:
        return write_units(before[1]) + write_units(after[1])
    return write_units(max(before[1], after[1]))


def consumed(
    how: str | None,
    table: str,
    table_units: float,
    index_units: Mapping[str, float],
    *,
    split: str | None = None,
) -> dict[str, Any] | None:
    """`ConsumedCapacity` as `ReturnConsumedCapacity` asked for it. A transaction also says which
    units they are: `split` is `Read` or `Write`."""
    if how not in ("TOTAL", "INDEXES"):
        return None

    def units(amount: float) -> dict[str, Any]:
        found: dict[str, Any] = {"CapacityUnits": amount}
        if split:
            found[f"{split}CapacityUnits"] = amount
        return found

    answer = {"TableName": table, **units(table_units + sum(index_units.values()))}
    if how == "INDEXES":
        answer["Table"] = units(table_units)
        written = {name: units(amount) for name, amount in index_units.items() if amount}
        if written:
            answer["GlobalSecondaryIndexes"] = written
    return answer
