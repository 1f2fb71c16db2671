"""What must hold of a wallet whatever happened to it, worked out apart from the code's own."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib.ledger.entries import Entry, to_record
from chalicelib.ledger.store import WalletStore
from infra.verifier.ledger_audit import WalletAudit, canonical_bytes
from tests.builders import COUNTY


def entries_of(table: Any, member_id: str, county_id: str = COUNTY) -> list[Entry]:
    """The whole chain, oldest first."""
    store = WalletStore(table)
    found: list[Entry] = []
    before_seq: int | None = None
    while True:
        page = store.list_entries(county_id, member_id, limit=50, before_seq=before_seq)
        found += page.entries
        if not page.older or not page.entries:
            return found[::-1]
        before_seq = page.entries[-1].seq


@dataclass
class ChainSoFar:
    """What the entries up to here say; `add` holds the next one to it. `remaining` is what the
    allocations left in each lot."""

    prev_hash: str = "0" * 64
    mileage: int = 0
    vouchers: int = 0
    remaining: dict[str, int] = field(default_factory=dict)
    moments: list[datetime] = field(default_factory=list)
    entry_ids: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)

    def add(self, entry: Entry) -> None:
        record = to_record(entry)
        assert entry.seq == len(self.moments) + 1
        assert entry.prev_hash == self.prev_hash
        assert entry.hash == _hash(record)
        self.mileage += entry.mileage_amount
        self.vouchers += entry.voucher_amount
        assert (entry.mileage_balance, entry.voucher_balance) == (self.mileage, self.vouchers)
        _check_lots(entry, self.remaining)
        assert not self.moments or entry.at >= self.moments[-1]
        assert entry.entry_id not in self.entry_ids
        assert entry.reference not in self.references
        self.prev_hash = entry.hash
        self.moments.append(entry.at)
        self.entry_ids.add(entry.entry_id)
        self.references.add(entry.reference)


def check_chain(table: Any, member_id: str, county_id: str = COUNTY) -> list[Entry]:
    """Every number, link, hash, sum and lot; returns the chain, oldest first. What `make verify`
    says of it must agree: an entry that the product writes is never broken."""
    entries = entries_of(table, member_id, county_id)
    chain = ChainSoFar()
    audit = WalletAudit(county_id, member_id)
    for entry in entries:
        chain.add(entry)
        record = to_record(entry)
        audit.add(record, canonical_bytes(record))
    assert audit.broken is None
    return entries


def _check_lots(entry: Entry, remaining: dict[str, int]) -> None:
    """`remaining` is what the allocations so far left in each lot; it is carried on."""
    moved = {"mileage": 0, "voucher": 0}
    for a in entry.allocations:
        remaining[a.lot_id] = remaining.get(a.lot_id, 0) + a.amount
        assert 0 <= remaining[a.lot_id] <= a.face
        moved["mileage" if a.kind == "mileage" else "voucher"] += a.amount
    assert moved == {"mileage": entry.mileage_amount, "voucher": entry.voucher_amount}
    assert {lot.lot_id: lot.remaining for lot in entry.lots} == {
        lot_id: amount for lot_id, amount in remaining.items() if amount
    }


def _hash(record: dict[str, Any]) -> str:
    del record["hash"]
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
