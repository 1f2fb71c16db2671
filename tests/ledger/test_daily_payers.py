"""Wallets of those who pay every day: one write unit for an entry, over a whole year."""

import msgspec
import pytest

from bench import daily
from chalicelib.ledger.entries import to_record
from chalicelib.ledger.entry_codec import entry_from_item, entry_id_of, item_from_entry
from infra.verifier.ledger_audit import WalletAudit
from tests.ledger_checks import follow
from tests.sample_ledger import typed_json
from tests.tampering import read


@pytest.mark.parametrize(
    ("payments_a_day", "days", "write_units"),
    # At ten a day what is remembered grows no more after the 92 days of cancels.
    [(1, 365, 1), (3, 365, 1), (10, 100, 2)],
)
def test_what_an_entry_takes_to_write(payments_a_day: int, days: int, write_units: int) -> None:
    by_kind = daily.year_of(payments_a_day, days)

    assert len(by_kind["redemption"].bytes) == payments_a_day * days
    assert by_kind.keys() == {
        "signup", "conversion", "purchase", "redemption", "cancellation", "net_cancel",
    }  # fmt: skip
    assert {kind: year.share_within(write_units) for kind, year in by_kind.items()} == (
        dict.fromkeys(by_kind, 1.0)
    )


def test_each_comes_back_as_it_was_and_the_verifier_reads_the_same() -> None:
    audit = None
    for entry in daily.entries_of(3, days=40):
        audit = audit or WalletAudit(entry.county_id, entry.member_id)
        item = item_from_entry(entry)
        assert entry_from_item(item) == entry
        assert entry_id_of(item) == entry.entry_id
        (stored,) = read(msgspec.json.encode(typed_json(item)))
        assert (stored.record, stored.problem) == (to_record(entry), "")
        follow(audit, entry)
