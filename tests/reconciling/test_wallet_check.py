"""An entry that lies about one figure, with a hash that fits the lie: the rest of it says so."""

from collections.abc import Sequence
from datetime import date

import pytest
from msgspec.structs import replace

from chalicelib.core.values import seoul_date
from chalicelib.ledger.entries import Entry, compute_hash, to_record
from chalicelib.reconciling.reconciliation import StoredEntry
from chalicelib.reconciling.wallet_check import check_wallet
from infra.verifier.ledger_audit import WalletAudit, canonical_bytes
from tests import builders
from tests.builders import COUNTY, NOON
from tests.fakes import FakeTable
from tests.ledger_checks import entries_of
from tests.paper.desk import PAPER_ROUND, a_desk
from tests.worlds import World

TODAY = seoul_date(NOON)


@pytest.fixture(scope="module")
def chain() -> list[Entry]:
    """Joined, converted, paid."""
    table = FakeTable()
    builders.seed(table)
    world = World(table)
    member = world.join(vouchers=3000)
    world.redeem(member.pay_code(NOON), 700, order_id="order-1", key="k")
    return entries_of(table, member.member_id)


def sealed(entry: Entry, **lies: object) -> Entry:
    told = replace(entry, **lies)  # type: ignore[arg-type]
    return replace(told, hash=compute_hash(to_record(told)))


def problems(entries: Sequence[Entry], on: date = TODAY) -> list[str]:
    stored = [StoredEntry(e.member_id, e.seq, e.entry_id, e.on, b"", e) for e in entries]
    return [difference.detail for difference in check_wallet(COUNTY, stored, on)]


def test_a_sound_wallet_has_no_problems(chain: list[Entry]) -> None:
    assert problems(chain) == []


def test_notes_that_are_sold_and_given_back_are_reserved_in_no_wallet() -> None:
    table = FakeTable()
    builders.seed(table)
    world = World(table)
    member, desk = world.join(), a_desk(world)
    desk.sell(member, 11, 13, round_id=PAPER_ROUND)
    desk.take_back(member, 11, 13)
    entries = entries_of(table, member.member_id)
    assert [entry.kind for entry in entries[1:]] == ["paper_sale", "paper_return"]
    assert problems(entries) == []


@pytest.mark.parametrize(
    ("lies", "problem"),
    [
        ({"voucher_amount": -701}, "voucher_balance"),
        ({"mileage_amount": 1}, "mileage_balance"),
        ({"prev_hash": "f" * 64}, "hash_link"),
        ({"seq": 5}, "place, sequence"),
    ],
)
def test_a_lie_with_a_hash_that_fits_is_named(
    chain: list[Entry], lies: dict[str, object], problem: str
) -> None:
    stored = [*chain[:2], sealed(chain[2], **lies)]
    rows = [StoredEntry(e.member_id, n, e.entry_id, e.on, b"", e) for n, e in enumerate(stored, 1)]

    assert [d.detail for d in check_wallet(COUNTY, rows, TODAY)] == [problem]


@pytest.mark.parametrize(
    ("lies", "problem"),
    [
        ({"voucher_amount": -701}, "amounts"),
        ({"mileage_amount": 1}, "amounts"),
        ({"voucher_balance": 2301}, "balances"),
        ({"prev_hash": "f" * 64}, "hash_link"),
        ({"seq": 5}, "sequence"),
    ],
)
def test_verify_names_such_a_lie_too(
    chain: list[Entry], lies: dict[str, object], problem: str
) -> None:
    audit = WalletAudit(COUNTY, chain[0].member_id)
    for entry in (*chain[:2], sealed(chain[2], **lies)):
        record = to_record(entry)
        audit.add(record, canonical_bytes(record))

    assert audit.broken is not None
    assert (audit.broken.entry_id, audit.broken.problem) == (chain[2].entry_id, problem)
