"""What must hold of a wallet whatever happened to it, as `make verify` finds it out."""

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


def follow(audit: WalletAudit, entry: Entry) -> None:
    """The verifier, which shares no code with the product, finds that this entry is the next."""
    record = to_record(entry)
    audit.add(record, canonical_bytes(record))
    assert audit.broken is None, audit.broken


def check_chain(table: Any, member_id: str, county_id: str = COUNTY) -> list[Entry]:
    """Every number, link, hash, sum and lot; returns the chain, oldest first."""
    entries = entries_of(table, member_id, county_id)
    audit = WalletAudit(county_id, member_id)
    for entry in entries:
        follow(audit, entry)
    return entries
