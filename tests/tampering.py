"""Sources for the ledger's check that are not files: items and entries, changed as a test likes."""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec

from chalicelib.aws.table import Item
from chalicelib.ledger.entries import to_record
from chalicelib.ledger.entry_codec import entry_from_item
from infra.verifier import ledger_check, ledger_sources
from infra.verifier.ledger_audit import Record
from infra.verifier.ledger_check import LedgerCheck
from infra.verifier.ledger_sources import Other, StoredEntry
from infra.verifier.published_days import PublishedDays
from infra.verifier.typed_values import Attributes
from tests.sample_ledger import SampleLedger, typed_json

Typed = dict[str, Any]
EVERY_BIT = os.environ.get("TAMPER") == "all"


def some(of: list[Any], step: int) -> list[Any]:
    """Of what is tried by checking the whole ledger each time, every `step`th."""
    return of if EVERY_BIT else of[::step]


class Items:
    """A source over items in DynamoDB's types, read as an export's lines are."""

    name = "items"
    is_live = False

    def __init__(self, items: list[Typed], *, holds_all: bool = True) -> None:
        self._items = items
        self.holds_all = holds_all

    def entries(self, other: Other) -> Iterator[StoredEntry]:
        for typed in self._items:
            yield from read(msgspec.json.encode(typed), other)


class Read:
    """A source over entries that were read before."""

    name = "entries"
    holds_all = False
    is_live = False

    def __init__(self, entries: list[StoredEntry]) -> None:
        self._entries = entries

    def entries(self, other: Other) -> Iterator[StoredEntry]:
        yield from self._entries


class Files:
    def __init__(self, files: dict[str, bytes]) -> None:
        self._files = files

    def names(self, prefix: str) -> Iterator[str]:
        return (name for name in sorted(self._files) if name.startswith(prefix))

    def read(self, name: str) -> bytes | None:
        return self._files.get(name)


def read(content: bytes, other: Other = lambda item: None) -> Iterator[StoredEntry]:
    """Nothing for an item that is no entry; an entry without a member for what is no JSON."""
    entry, item = _read(content)
    if entry is not None:
        yield entry
    if item is not None:
        other(item)


@lru_cache(maxsize=4_096)
def _read(content: bytes) -> tuple[StoredEntry | None, Attributes | None]:
    """Once for each content: a ledger that is checked again differs by an item or two."""
    others: list[Attributes] = []
    try:
        entry = ledger_sources.read(content, others.append)
    except (ArithmeticError, AttributeError, IndexError, KeyError, TypeError, ValueError) as exc:
        entry = StoredEntry("", "", 0, {}, b"", str(exc))
    return entry, others[0] if others else None


def places(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Every typed value of an item, however deep, as `holder[key]`."""
    for key in holder if isinstance(holder, dict) else range(len(holder)):
        yield holder, key
        ((tag, value),) = holder[key].items()
        if tag in "LM":
            yield from places(value)


def verify(items: list[Typed], files: dict[str, bytes] | None = None) -> LedgerCheck:
    days = PublishedDays(Files(files)) if files is not None else None
    return ledger_check.check(Items(items), days)


def wallets(sample: SampleLedger) -> list[list[Typed]]:
    """Each wallet's entries, the oldest first."""
    by_wallet: dict[str, list[Typed]] = {}
    for item in sample.entries:
        by_wallet.setdefault(item["pk"], []).append(typed_json(item))
    return list(by_wallet.values())


def key_of(typed: Typed) -> tuple[str, str]:
    return typed["pk"]["S"], typed["sk"]["S"]


def day_of(item: Item) -> date:
    return entry_from_item(item).on


def read_records(sample: SampleLedger) -> dict[str, list[Record]]:
    """Each member's entries as records, the oldest first."""
    by_member: dict[str, list[Record]] = {}
    for item in sample.entries:
        record = to_record(entry_from_item(item))
        by_member.setdefault(record["member_id"], []).append(record)
    return by_member


def forged(records: list[Record], place: int, changes: Record) -> list[Record]:
    """A copy of a chain with one entry changed, and every hash from there on made anew."""
    copied: list[Record] = json.loads(json.dumps(records))
    copied[place] |= changes
    previous = copied[place]["prev_hash"]
    for record in copied[place:]:
        record["prev_hash"] = previous
        record["hash"] = previous = hash_of(record)
    return copied


def hash_of(record: Record) -> str:
    sealed = {name: value for name, value in record.items() if name != "hash"}
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def digest(key: str) -> str:
    """A key as a wallet remembers it."""
    return hashlib.sha256(key.encode()).hexdigest()[:4]


def remembered(before: Record, record: Record) -> dict[str, Any]:
    """What a wallet whose memory was `before` remembers after `record`, of the same day."""
    reference = record["reference"]
    today = digest(reference) + digest(record.get("idempotency") or reference)
    code = digest(record.get("pay_code_id") or reference)
    keys = [before["keys"][0] + today, *before["keys"][1:]]
    return {**before, "keys": keys, "codes": before["codes"] + code}
