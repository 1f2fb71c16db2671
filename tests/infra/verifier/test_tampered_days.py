"""What only the published days can show: chains that were made anew, and days that were changed."""

import json
import os
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.ledger.entries import from_record
from chalicelib.ledger.entry_codec import item_from_entry
from chalicelib.proofs import roots as ledger_roots
from chalicelib.proofs.files import leaves_name, root_name
from chalicelib.proofs.publishing import file_content
from tests import sample_ledger
from tests.builders import COUNTY
from tests.sample_ledger import LAST_PUBLISHED, SampleLedger, typed_json
from tests.tampering import Typed, day_of, forged, read_records, remembered, some, verify

Files = dict[str, bytes]
STEP = 1 if os.environ.get("TAMPER") == "all" else 25
"""Every 25th byte of a day's files in the normal run; of those that follow, other bits."""


@pytest.fixture(scope="module")
def sample() -> SampleLedger:
    return sample_ledger.build()


@pytest.fixture(scope="module")
def items(sample: SampleLedger) -> list[Typed]:
    return [typed_json(item) for item in sample.items]


def day_with_entries(sample: SampleLedger) -> date:
    return max(day for item in sample.entries if (day := day_of(item)) <= LAST_PUBLISHED)


def test_a_chain_whose_hashes_were_all_made_anew_is_found_by_the_days(
    sample: SampleLedger,
) -> None:
    """The forger recomputes every hash up to the wallet's newest entry."""
    for member_id, records in read_records(sample).items():
        for place in some(list(range(len(records))), 3):
            changed = forged(records, place, {"fingerprint": "0" * 32})

            assert verify(replaced(sample, member_id, changed)).is_sound
            found = verify(replaced(sample, member_id, changed), sample.files)

            if from_record(records[place]).on > LAST_PUBLISHED:
                assert found.is_sound
                continue
            named = [(each.member_id, each.seq, each.problem) for each in found.broken]
            assert named == [(member_id, place + 1, "unpublished")]


def test_a_forged_entry_put_into_a_published_day_is_found(sample: SampleLedger) -> None:
    member_id, records = next(
        (member_id, records)
        for member_id, records in read_records(sample).items()
        if from_record(records[-1]).on < LAST_PUBLISHED
    )
    head = records[-1]
    gift = {
        name: head[name]
        for name in ("county_id", "member_id", "at", "mileage_balance", "voucher_balance", "lots",
                     "purchases", "cancels")
        if name in head
    } | {
        "seq": head["seq"] + 1,
        "entry_id": f"ent{head['entry_id'][3:-1]}{'Z' if head['entry_id'][-1] != 'Z' else 'Y'}",
        "kind": "net_cancel",
        "reference": "net/forged",
        "fingerprint": "0" * 32,
        "mileage_amount": 0,
        "voucher_amount": 0,
        "merchant": ["mch_0000000000000001", "청자식당", "음식점"],
        "prev_hash": head["hash"],
    }  # fmt: skip
    gift["recent"] = remembered(head["recent"], gift)
    changed = forged([*records, gift], len(records), {})

    assert verify(replaced(sample, member_id, changed)).is_sound
    found = verify(replaced(sample, member_id, changed), sample.files)

    assert [each.seq for each in found.broken] == [head["seq"] + 1]


def replaced(sample: SampleLedger, member_id: str, records: list[dict[str, Any]]) -> list[Typed]:
    """The table with another chain for one member."""
    kept = [
        typed_json(item)
        for item in sample.items
        if item.get("type") != "entry" or not item["pk"].endswith(member_id)
    ]
    return [*kept, *stored(records)]


def stored(records: list[dict[str, Any]]) -> list[Typed]:
    return [typed_json(item_from_entry(from_record(record))) for record in records]


def test_any_change_of_a_day_record_or_of_its_leaves_is_found(
    sample: SampleLedger, items: list[Typed]
) -> None:
    on = day_with_entries(sample)
    entries = [item for item in items if item.get("type") in ({"S": "entry"}, {"S": "ledger_root"})]
    count = 0
    for name in (root_name(COUNTY, on), leaves_name(COUNTY, on)):
        content = sample.files[name]
        for place in range(0, len(content), STEP):
            changed = bytearray(content)
            changed[place] ^= 1 << place % 8
            found = verify(entries, sample.files | {name: bytes(changed)})
            assert found.problems, (name, place)
            count += 1
    print(f"\n{count} bytes of a day's files changed, each found")


def test_any_change_of_a_served_day_record_is_found(
    sample: SampleLedger, items: list[Typed]
) -> None:
    served = next(item for item in items if item.get("sk") == {"S": str(day_with_entries(sample))}
                  and item.get("type") == {"S": "ledger_root"})  # fmt: skip
    others = [item for item in items if item is not served]
    for name, typed in served["record"]["M"].items():
        ((tag, value),) = typed.items()
        flipped = {tag: ("2" if value[0] != "2" else "3") + value[1:]}
        record = served["record"]["M"] | {name: flipped}
        found = verify([*others, served | {"record": {"M": record}}], sample.files)
        assert found.problems, name


@pytest.mark.parametrize("gone", ["root", "leaves", "both"])
def test_a_dropped_day_is_found(sample: SampleLedger, items: list[Typed], gone: str) -> None:
    for on in (day_with_entries(sample), LAST_PUBLISHED, LAST_PUBLISHED - timedelta(days=100)):
        names = {
            "root": {root_name(COUNTY, on)},
            "leaves": {leaves_name(COUNTY, on)},
            "both": {root_name(COUNTY, on), leaves_name(COUNTY, on)},
        }[gone]
        files = {name: content for name, content in sample.files.items() if name not in names}

        assert verify(items, files).problems


def test_a_day_that_was_published_anew_for_a_forged_ledger_breaks_the_link(
    sample: SampleLedger, items: list[Typed]
) -> None:
    """Of one day the forger replaces leaves and record; the next day's record names the old one."""
    on = LAST_PUBLISHED - timedelta(days=1)
    before = ledger_roots.from_record(root_record(sample, on))
    root = ledger_roots.make_day_root(COUNTY, on, [b"x" * 32], before.previous)
    files = sample.files | {
        leaves_name(COUNTY, on): b"x" * 32,
        root_name(COUNTY, on): file_content(root),
    }

    found = verify(items, files)

    assert any("does not follow the day before" in problem for problem in found.problems)


def root_record(sample: SampleLedger, on: date) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(sample.files[root_name(COUNTY, on)])
    return record


def test_what_comes_late_may_stand_in_the_next_days_leaves_but_nowhere_else(
    sample: SampleLedger, items: list[Typed]
) -> None:
    days: dict[date, list[str]] = {}
    for item in sample.entries:
        days.setdefault(day_of(item), []).append(item["hash"].hex())
    late_on = sorted(days)[1]
    entries = [item for item in items if item.get("type") != {"S": "ledger_root"}]

    def files(shift: int) -> Files:
        moved = dict(days)
        late = moved[late_on][0]
        moved[late_on] = moved[late_on][1:]
        there = late_on + timedelta(days=shift)
        moved[there] = [*moved.get(there, []), late]
        return published(moved)

    assert verify(entries, published(days)).is_sound
    assert verify(entries, files(1)).is_sound
    assert not verify(entries, files(2)).is_sound
    assert not verify(entries, files(-1)).is_sound


def published(days: dict[date, list[str]]) -> Files:
    files: Files = {}
    on, previous = min(days) - timedelta(days=1), ledger_roots.GENESIS_HASH
    while on <= LAST_PUBLISHED:
        leaves = ledger_roots.leaves_of(days.get(on, ()))
        root = ledger_roots.make_day_root(COUNTY, on, leaves, previous)
        files[leaves_name(COUNTY, on)] = b"".join(leaves)
        files[root_name(COUNTY, on)] = file_content(root)
        on, previous = on + timedelta(days=1), root.hash
    return files
