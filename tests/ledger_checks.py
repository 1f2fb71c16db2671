"""What must hold of a wallet whatever happened to it, worked out apart from the code's own."""

import hashlib
import json
from typing import Any

from chalicelib.domain.entries import Entry, to_record
from chalicelib.persistence.wallets import WalletStore
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


def check_chain(table: Any, member_id: str, county_id: str = COUNTY) -> list[Entry]:
    """Every number, link, hash, sum and lot; returns the chain, oldest first."""
    entries = entries_of(table, member_id, county_id)
    prev_hash, mileage, vouchers = "0" * 64, 0, 0
    remaining: dict[str, int] = {}
    for seq, entry in enumerate(entries, start=1):
        record = to_record(entry)
        assert entry.seq == seq
        assert entry.prev_hash == prev_hash
        assert entry.hash == _hash(record)
        mileage += entry.mileage_amount
        vouchers += entry.voucher_amount
        assert (entry.mileage_balance, entry.voucher_balance) == (mileage, vouchers)
        _check_lots(entry, remaining)
        prev_hash = entry.hash
    moments = [e.at for e in entries]
    assert moments == sorted(moments)
    assert len({e.entry_id for e in entries}) == len(entries)
    assert len({e.reference for e in entries}) == len(entries)
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
