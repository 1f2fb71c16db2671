"""What stands in a table and not in the one that is to take its place: people decide about it.

Both are read whole, by consistent Scans. Of the other table no more is held than a digest of each
item.
"""

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.aws.attributes import unpack
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.entry_codec import entry_from_item

SHOWN_MAX = 20
_COLUMNS = (
    "change", "type", "at", "mileage_amount", "voucher_amount", "reference", "entry_id", "pk", "sk",
)  # fmt: skip

TypedItem = dict[str, Any]
"""As DynamoDB answers: `{"pk": {"S": "…"}}`."""


@dataclass(frozen=True)
class Row:
    """An item of the one table that the other has not (`new`) or has otherwise (`changed`)."""

    change: str
    type: str
    """An entry's kind, any other item's type."""
    at: str
    """Of entries."""
    mileage_amount: int
    voucher_amount: int
    reference: str
    entry_id: str
    pk: str
    sk: str

    @property
    def is_entry(self) -> bool:
        return self.sk.startswith("ENTRY#")

    def text(self) -> str:
        sums = f"{self.mileage_amount:>+12,}  {self.voucher_amount:>+12,}"
        return f"{self.at:<24}  {self.type:<16}{sums}  {self.entry_id}  {self.reference}"


@dataclass(frozen=True)
class LeftBehind:
    entries: tuple[Row, ...]
    """The oldest first."""
    others: tuple[Row, ...]

    def text(self) -> str:
        """For people to read before they say yes."""
        if not self.entries and not self.others:
            return "Nothing: each has what the other has."
        lines = [f"  {'at':<24}  {'what':<16}{'mileage':>12}  {'vouchers':>12}  entry"]
        lines += [f"  {row.text()}" for row in self.entries[:SHOWN_MAX]]
        if len(self.entries) > SHOWN_MAX:
            lines.append(f"  … and {len(self.entries) - SHOWN_MAX:,} more")
        mileage = sum(row.mileage_amount for row in self.entries)
        vouchers = sum(row.voucher_amount for row in self.entries)
        lines.append(
            f"  {len(self.entries):,} entries: {mileage:+,} of mileage, {vouchers:+,} of vouchers"
        )
        counted = Counter((row.type, row.change) for row in self.others)
        lines += [f"  {count:,} {kind} {how}" for (kind, how), count in sorted(counted.items())]
        return "\n".join(lines)

    def write(self, path: Path) -> None:
        """Each of them, for whoever puts it right. Member ids are personal data."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(_COLUMNS)
            for row in (*self.entries, *self.others):
                writer.writerow([getattr(row, column) for column in _COLUMNS])


def find(dynamodb: Any, table: str, other: str) -> LeftBehind:
    """What `other` lacks of what `table` has."""
    known = {_key_digest(item): _digest(item) for item in _items(dynamodb, other)}
    rows = []
    for item in _items(dynamodb, table):
        there = known.get(_key_digest(item))
        if there != _digest(item):
            rows.append(_row("new" if there is None else "changed", item))
    rows.sort(key=lambda row: (row.at, row.type, row.pk, row.sk))
    return LeftBehind(
        entries=tuple(row for row in rows if row.is_entry),
        others=tuple(row for row in rows if not row.is_entry),
    )


def _items(dynamodb: Any, table: str) -> Iterator[TypedItem]:
    pages = dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    for page in pages:
        yield from page["Items"]


def _row(change: str, item: TypedItem) -> Row:
    entry = _entry(item)
    return Row(
        change,
        entry.kind if entry else _text(item, "type") or "item without a type",
        _text(item, "by_day_sk").partition("#")[0],
        entry.mileage_amount if entry else 0,
        entry.voucher_amount if entry else 0,
        entry.reference if entry else "",
        entry.entry_id if entry else "",
        _text(item, "pk"),
        _text(item, "sk"),
    )


def _entry(item: TypedItem) -> Entry | None:
    """The entry that it is, if it is one that can be read."""
    if not _text(item, "sk").startswith("ENTRY#"):
        return None
    try:
        return entry_from_item(unpack(item))
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return None


def _text(item: TypedItem, name: str) -> str:
    return str(item.get(name, {}).get("S", ""))


def _key_digest(item: TypedItem) -> bytes:
    return _hashed(f"{_text(item, 'pk')}\0{_text(item, 'sk')}")


def _digest(item: TypedItem) -> bytes:
    return _hashed(json.dumps(item, sort_keys=True, default=bytes.hex))


def _hashed(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()
