"""Running a command: replays, lost races, and a chain that contradicts itself."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import TryAgainError
from chalicelib.ledger.appending import Draft, LedgerBrokenError, append
from chalicelib.ledger.chain import ATTEMPTS_MAX, Chain, Outcome, View
from chalicelib.ledger.entries import compute_hash, from_record, to_record
from chalicelib.ledger.errors import MemberNotFoundError
from chalicelib.ledger.idempotency import CommandKeys
from chalicelib.ledger.store import WalletStore
from tests import builders
from tests.builders import COUNTY, NOON
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain, entries_of
from tests.worlds import Holder, World

KEYS = CommandKeys(reference="test/1", fingerprint="f")


@pytest.fixture
def table() -> FakeTable:
    made = FakeTable()
    builders.seed(made)
    return made


@pytest.fixture
def world(table: FakeTable) -> World:
    return World(table)


@pytest.fixture
def member(world: World) -> Holder:
    return world.join(vouchers=3000)


def nothing(_: Any) -> Draft:
    return Draft(kind="net_cancel")


class AlwaysLate(WalletStore):
    """Someone else is first every time."""

    def append(self, entry: Any) -> bool:
        return False


def test_a_race_that_is_always_lost_ends(table: FakeTable, member: Holder) -> None:
    pauses: list[float] = []
    late = AlwaysLate(table)
    chain = Chain(late, lambda: NOON, pauses.append)

    with pytest.raises(TryAgainError) as refused:
        chain.run(COUNTY, member.member_id, KEYS, nothing)

    assert refused.value.values == {"retry_after_seconds": 1}
    assert len(pauses) == ATTEMPTS_MAX
    assert all(0 <= pause <= 0.2 for pause in pauses)


def test_a_lost_race_is_decided_again_from_the_new_head(
    table: FakeTable, world: World, member: Holder
) -> None:
    """The other's payment comes between our reading and our writing."""
    calls = 0

    def interrupt(name: str) -> None:
        nonlocal calls
        calls += name == "put_new"
        if name == "put_new" and calls == 1:
            other = World(table)
            other.redeem(member.pay_code(NOON), 2500, order_id="order-1", key="k1")

    table.before_call = interrupt
    refused = None
    try:
        world.redeem(member.pay_code(NOON, seconds_ago=5), 1000, order_id="order-2", key="k2")
    except Exception as error:
        refused = error

    assert type(refused).__name__ == "InsufficientBalanceError"
    assert check_chain(table, member.member_id)[-1].voucher_balance == 500


def test_a_clock_that_runs_back_does_not_turn_the_chain_round(world: World, member: Holder) -> None:
    world.now -= timedelta(minutes=2)

    world.redeem(member.pay_code(NOON), 100, order_id="order-1", key="k")

    chain = check_chain(world.table, member.member_id)
    assert chain[-1].at == chain[-2].at


def test_a_decision_and_its_entry_have_one_moment_and_not_one_before_the_head(
    table: FakeTable, member: Holder
) -> None:
    seen = []

    def decide(view: View) -> Draft:
        seen.append(view.now)
        return nothing(view)

    behind = Chain(WalletStore(table), lambda: NOON - timedelta(minutes=2))
    outcome = behind.run(COUNTY, member.member_id, KEYS, decide)

    assert outcome is not None
    assert seen == [NOON] == [outcome.entry.at]


def test_a_key_of_long_ago_is_found_and_one_that_only_looks_like_it_moves_on_from_the_head(
    table: FakeTable, member: Holder
) -> None:
    """Some 250 entries back; the second command's reference was another one's pay code."""
    chain = Chain(WalletStore(table), lambda: NOON)

    def run(reference: str, pay_code_id: str | None = None) -> Outcome:
        keys = CommandKeys(reference=reference, fingerprint="f", pay_code_id=pay_code_id)
        outcome = chain.run(COUNTY, member.member_id, keys, nothing)
        assert outcome is not None
        return outcome

    first = run("test/first", pay_code_id="test/code")
    for n in range(250):
        run(f"test/{n}")

    assert run("test/first") == replace(first, replayed=True)
    assert run("test/code").entry.seq == first.entry.seq + 251


def test_a_member_that_never_was_moves_nothing(table: FakeTable, world: World) -> None:
    before = dict(table.items)
    stranger = Holder("mem_0000000000000000")

    with pytest.raises(MemberNotFoundError):
        world.wallets.convert(stranger.actor, mileage=1000, idempotency_key="k")
    with pytest.raises(MemberNotFoundError):
        world.redeem(stranger.pay_code(NOON), 100, order_id="order-1", key="k")
    assert table.items == before


@pytest.mark.parametrize("field", ["lots", "hash", "prev_hash", "reference"])
def test_a_head_that_was_tampered_with_stops_everything(
    table: FakeTable, world: World, member: Holder, field: str
) -> None:
    store = WalletStore(table)
    head = store.read(COUNTY, member.member_id).entries[0]
    lot = replace(head.lots[0], face=9000, remaining=9000)
    changed: dict[str, Any] = {
        "lots": {"voucher_balance": 9000, "lots": (lot, *head.lots[1:])},
        "hash": {"hash": "0" * 64},
        "prev_hash": {"prev_hash": "1" * 64},
        "reference": {"reference": "conversion/other"},
    }[field]
    _store_unchecked(table, replace(head, **changed))
    before = dict(table.items)

    with pytest.raises(LedgerBrokenError):
        world.redeem(member.pay_code(NOON), 100, order_id="order-1", key="k")

    assert table.items == before


def _store_unchecked(table: FakeTable, entry: Any) -> None:
    """As someone with access to the table could write it."""
    from chalicelib.ledger import entry_codec as entries

    item = entries.item_from_entry(entry)
    table.items[item["pk"], item["sk"]] = item


def test_an_entry_comes_back_from_its_record_with_the_same_hash(
    world: World, member: Holder
) -> None:
    paid = world.redeem(member.pay_code(NOON), 500, order_id="order-1", key="k")
    world.cancel(paid.redemption.entry.redemption_id, 200, expected=500, key="c")

    for entry in entries_of(world.table, member.member_id):
        record = to_record(entry)
        assert from_record(record) == entry
        assert compute_hash(record) == entry.hash
        for name in record.keys() - {"hash"}:
            assert compute_hash(record | {name: "changed"}) != entry.hash
        with pytest.raises(TypeError):
            from_record(record | {"surprise": 1})


def test_entries_follow_each_other_by_hash_and_number(member: Holder, world: World) -> None:
    head = entries_of(world.table, member.member_id)[-1]

    entry = append(
        head,
        Draft(kind="net_cancel"),
        county_id=COUNTY,
        member_id=member.member_id,
        keys=KEYS,
        now=NOON,
    )

    assert (entry.seq, entry.prev_hash) == (head.seq + 1, head.hash)
    assert (entry.lots, entry.voucher_balance) == (head.lots, head.voucher_balance)
