"""Publishing the days of the ledger: once, for good, whatever fails or comes late."""

import itertools
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import TryAgainError
from chalicelib.ledger.entries import Entry
from chalicelib.proofs import merkle, worker
from chalicelib.proofs.files import leaves_name, root_name
from chalicelib.proofs.roots import DayRoot, RootDiffersError, make_day_root
from chalicelib.proofs.wiring import ProofsWiring
from tests import builders
from tests.conftest import Stack
from tests.functional.test_workers import SCHEDULE, Context
from tests.ledger_checks import entries_of

COUNTY = builders.COUNTY
TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
OPENED = date(2026, 2, 5)


def publish(stack: Stack, through: date = TODAY) -> list[DayRoot]:
    return stack.wired(ProofsWiring).publisher.catch_up(COUNTY, through).published


def stored(stack: Stack, on: date = TODAY) -> DayRoot:
    root = stack.wired(ProofsWiring).store.get(COUNTY, on)
    assert root is not None
    return root


def leaves(stack: Stack, on: date = TODAY) -> list[str]:
    content = stack.s3.objects[leaves_name(COUNTY, on)]
    return [content[i : i + 32].hex() for i in range(0, len(content), 32)]


def expected_root(hashes: list[str]) -> str:
    return merkle.tree_root(sorted(map(bytes.fromhex, hashes))).hex()


def chain_of(stack: Stack, phone: str = "010-1234-5678", **facts: int) -> list[Entry]:
    return entries_of(stack.table, stack.member(phone, **facts).member_id)


def hide_from_index(stack: Stack, entry: Entry) -> Callable[[], None]:
    """The index lags: it does not show the entry until the returned function is called."""
    item = next(i for i in stack.table.items.values() if i.get("entry_id") == entry.entry_id)
    shown = item["by_day_pk"]
    item["by_day_pk"] = "not yet"

    def show() -> None:
        item["by_day_pk"] = shown

    return show


def test_every_day_since_the_opening_is_published_and_linked(stack: Stack) -> None:
    entries = chain_of(stack, vouchers=2000)

    published = publish(stack)

    assert [root.on for root in published] == [
        OPENED + timedelta(days=n) for n in range((TODAY - OPENED).days + 1)
    ]
    assert published[0].previous == "0" * 64
    for before, root in itertools.pairwise(published):
        assert root.previous == before.hash
    assert [root.entry_count for root in published[:-1]] == [0] * (len(published) - 1)
    assert published[-1].entry_count == len(entries) == 2
    assert published[-1].merkle_root == expected_root([e.hash for e in entries])
    kept = json.loads(stack.s3.objects[root_name(COUNTY, TODAY)])
    assert kept == stored(stack).to_record() == published[-1].to_record()


def test_running_again_changes_nothing(stack: Stack) -> None:
    chain_of(stack)
    publish(stack)
    items, objects = dict(stack.table.items), dict(stack.s3.objects)

    assert publish(stack) == []

    assert (stack.table.items, stack.s3.objects) == (items, objects)


def test_the_day_begins_at_midnight_in_seoul(stack: Stack) -> None:
    stack.now = datetime(2026, 11, 22, 14, 59, 59, 999_000, tzinfo=UTC)
    chain_of(stack, "010-1234-5678")
    stack.later(milliseconds=1)
    chain_of(stack, "010-1234-5679")

    publish(stack, TOMORROW)

    assert (stored(stack, TODAY).entry_count, stored(stack, TOMORROW).entry_count) == (1, 1)


def test_an_entry_that_came_late_is_in_the_next_days_tree(stack: Stack) -> None:
    early, late = chain_of(stack, vouchers=1000)
    show = hide_from_index(stack, late)
    publish(stack)
    assert leaves(stack) == [early.hash]
    first = stored(stack)
    show()

    publish(stack, TOMORROW)
    run = stack.wired(ProofsWiring).publisher.catch_up(COUNTY, TOMORROW + timedelta(days=1))

    assert stored(stack) == first
    assert leaves(stack, TOMORROW) == [late.hash]
    assert run.lost == []
    assert run.published[0].entry_count == 0


@pytest.mark.parametrize("broken", ["leaves", "roots", "item"])
@pytest.mark.parametrize("is_written", [True, False], ids=["answer lost", "not written"])
@pytest.mark.parametrize("comes_late", [True, False])
def test_a_crash_at_any_write_is_made_up_for(
    stack: Stack, broken: str, *, is_written: bool, comes_late: bool
) -> None:
    """The second run gives what the first began, even if an entry appeared in between."""
    early, late = chain_of(stack, vouchers=1000)
    publish(stack, TODAY - timedelta(days=1))
    show = hide_from_index(stack, late) if comes_late else lambda: None

    def fail(*_: str) -> None:
        stack.table.before_call = stack.table.after_call = lambda name: None
        stack.s3.before_call = stack.s3.after_call = lambda name, key: None
        raise TryAgainError(retry_after_seconds=1)

    def fail_at(name: str, key: str = "") -> None:
        if name == "put_new" or (name == "put_object" and f"/{broken}/" in key):
            fail()

    target = stack.table if broken == "item" else stack.s3
    setattr(target, "after_call" if is_written else "before_call", fail_at)
    with pytest.raises(TryAgainError):
        publish(stack)
    objects = dict(stack.s3.objects)
    show()

    publish(stack)

    assert objects.items() <= stack.s3.objects.items()
    # The leaves are what counts: kept before the crash, they stay what they were.
    is_kept = broken != "leaves" or is_written
    now = [early.hash] if comes_late and is_kept else sorted([early.hash, late.hash])
    assert leaves(stack) == now
    assert stored(stack).merkle_root == expected_root(now)
    assert json.loads(stack.s3.objects[root_name(COUNTY, TODAY)]) == stored(stack).to_record()
    publish(stack, TOMORROW)
    assert leaves(stack, TOMORROW) == ([late.hash] if len(now) == 1 else [])


def test_a_kept_record_that_differs_is_never_overwritten(stack: Stack) -> None:
    chain_of(stack)
    publish(stack, TODAY - timedelta(days=1))
    other = stack.s3.objects[root_name(COUNTY, TODAY - timedelta(days=1))]
    stack.s3.objects[root_name(COUNTY, TODAY)] = other

    with pytest.raises(RootDiffersError, match="2026-11-22: another record is kept"):
        publish(stack)

    assert stack.s3.objects[root_name(COUNTY, TODAY)] == other
    assert stack.wired(ProofsWiring).store.get(COUNTY, TODAY) is None


def test_kept_leaves_of_entries_that_are_not_there_stop_the_job(stack: Stack) -> None:
    chain_of(stack)
    stack.s3.objects[leaves_name(COUNTY, TODAY)] = b"\x01" * 32

    with pytest.raises(RootDiffersError, match="kept leaves"):
        publish(stack)

    assert stack.wired(ProofsWiring).store.get(COUNTY, TODAY) is None


def test_leaves_that_do_not_give_their_days_root_stop_the_job(stack: Stack) -> None:
    chain_of(stack, vouchers=1000)
    publish(stack)
    stack.s3.objects[leaves_name(COUNTY, TODAY)] = bytes.fromhex(leaves(stack)[0])

    with pytest.raises(RootDiffersError, match="do not give the root"):
        publish(stack, TOMORROW)

    assert stack.wired(ProofsWiring).store.get(COUNTY, TOMORROW) is None


def test_of_two_runs_at_once_the_second_to_differ_stops(stack: Stack) -> None:
    chain_of(stack)
    [*_, before] = publish(stack, TODAY - timedelta(days=1))
    other = make_day_root(COUNTY, TODAY, (), before.hash)

    def write_first(name: str) -> None:
        if name == "put_new":
            stack.table.before_call = lambda name: None
            stack.wired(ProofsWiring).store.put_new(other)

    stack.table.before_call = write_first

    with pytest.raises(RootDiffersError, match="another record is served"):
        publish(stack)

    assert stored(stack) == other


@pytest.mark.parametrize("field", ["entry_count", "merkle_root", "previous", "hash", "on"])
def test_a_served_record_that_was_changed_stops_the_job(stack: Stack, field: str) -> None:
    chain_of(stack)
    publish(stack)
    item = next(
        i
        for (pk, sk), i in stack.table.items.items()
        if pk.endswith("#ROOTS") and sk == TODAY.isoformat()
    )
    item["record"][field] = {"entry_count": 7, "on": "2026-11-21"}.get(field, "ab" * 32)

    with pytest.raises(RootDiffersError):
        publish(stack, TOMORROW)

    assert stack.wired(ProofsWiring).store.get(COUNTY, TOMORROW) is None


def test_an_entry_changed_after_its_day_was_published_is_alarmed(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day after is published all the same: the net must not be cut by what it caught."""
    entry, *_ = chain_of(stack)
    publish(stack)
    item = next(i for i in stack.table.items.values() if i.get("entry_id") == entry.entry_id)
    item["hash"] = b"\x02" * 32
    stack.adapters.machine = lambda: builders.NOON + timedelta(days=2)
    stack.adapters.settings = replace(stack.adapters.settings, host_counties={})

    with pytest.raises(RuntimeError, match="1 published entries are gone"):
        stack.work(worker.publish_roots, SCHEDULE, Context())

    assert stored(stack, TOMORROW).entry_count == 1
    assert leaves(stack) == [entry.hash]


def test_the_worker_twice_and_for_every_county(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    builders.seed(stack.table, "jinju")
    chain_of(stack)
    one_o_clock = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    stack.adapters.machine = lambda: one_o_clock

    for _ in range(2):
        stack.work(worker.publish_roots, SCHEDULE, Context())

    assert stored(stack).entry_count == 1
    assert stack.wired(ProofsWiring).store.get("jinju", TODAY) is not None
    assert stack.wired(ProofsWiring).store.get(COUNTY, TOMORROW) is None


def test_a_storage_that_fails_for_one_county_stops_no_other(stack: Stack) -> None:
    builders.seed(stack.table, "jinju")
    stack.adapters.machine = lambda: builders.NOON

    def fail(name: str, key: str) -> None:
        if name == "put_object" and key.startswith(f"{COUNTY}/leaves/"):
            raise TryAgainError(retry_after_seconds=5)

    stack.s3.before_call = fail

    with pytest.raises(RuntimeError, match=COUNTY):
        stack.work(worker.publish_roots, SCHEDULE, Context())

    assert stack.wired(ProofsWiring).store.get("jinju", TODAY - timedelta(days=1)) is not None


def test_one_countys_trouble_stops_no_other(stack: Stack) -> None:
    builders.seed(stack.table, "jinju")
    stack.s3.objects[root_name(COUNTY, OPENED)] = b"{}"
    stack.adapters.machine = lambda: builders.NOON

    with pytest.raises(RuntimeError, match="gangjin/2026-02-05"):
        stack.work(worker.publish_roots, SCHEDULE, Context())

    assert stack.wired(ProofsWiring).store.get("jinju", TODAY - timedelta(days=1)) is not None
