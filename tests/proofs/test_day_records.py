"""The day record: what it seals, what it refuses, and when it is due."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from chalicelib.proofs import merkle
from chalicelib.proofs.roots import (
    GENESIS_HASH,
    check_link,
    from_record,
    leaves_of,
    make_day_root,
    next_publication,
    ready_at,
    split_leaves,
)

DAY = date(2026, 11, 22)
HASHES = [hashlib.sha256(bytes([n])).hexdigest() for n in range(5)]


def test_the_hash_seals_every_other_field() -> None:
    root = make_day_root("gangjin", DAY, leaves_of(HASHES), "ab" * 32)
    sealed = {
        "county_id": "gangjin",
        "entry_count": 5,
        "merkle_root": merkle.tree_root(sorted(map(bytes.fromhex, HASHES))).hex(),
        "on": "2026-11-22",
        "previous": "ab" * 32,
    }
    text = json.dumps(sealed, sort_keys=True, separators=(",", ":"))
    assert root.to_record() == sealed | {"hash": hashlib.sha256(text.encode()).hexdigest()}
    assert from_record(root.to_record()) == root
    assert root.is_sound
    for change in (
        {"county_id": "jinju"},
        {"on": date(2026, 11, 23)},
        {"entry_count": 4},
        {"merkle_root": "00" * 32},
        {"previous": "ac" * 32},
        {"hash": "00" * 32},
    ):
        assert not replace(root, **change).is_sound


def test_an_empty_day_has_a_record() -> None:
    root = make_day_root("gangjin", DAY, (), GENESIS_HASH)
    assert (root.entry_count, root.merkle_root) == (0, hashlib.sha256(b"").hexdigest())
    assert root.is_sound


def test_leaves_have_one_order_and_no_double() -> None:
    leaves = leaves_of([*HASHES, *reversed(HASHES)])
    assert list(leaves) == sorted(map(bytes.fromhex, HASHES))
    assert split_leaves(b"".join(leaves)) == leaves
    for wrong in (leaves[::-1], (leaves[0], leaves[0]), (leaves[0], b"short")):
        with pytest.raises(ValueError, match="lea"):
            make_day_root("gangjin", DAY, wrong, GENESIS_HASH)
    with pytest.raises(ValueError, match="whole number"):
        split_leaves(b"x" * 33)


def test_each_day_is_linked_to_the_day_before() -> None:
    first = make_day_root("gangjin", DAY, (), GENESIS_HASH)
    second = make_day_root("gangjin", date(2026, 11, 23), leaves_of(HASHES), first.hash)
    assert check_link(None, first)
    assert check_link(first, second)
    assert not check_link(None, second)
    assert not check_link(first, replace(second, entry_count=6))
    assert not check_link(first, make_day_root("gangjin", date(2026, 11, 24), (), first.hash))
    assert not check_link(second, make_day_root("gangjin", date(2026, 11, 24), (), first.hash))


def test_a_day_is_due_at_one_o_clock_in_seoul() -> None:
    due = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert ready_at(DAY) == due
    assert next_publication(DAY, datetime(2026, 11, 22, 15, 59, tzinfo=UTC)) == due
    # The night's job did not run: the next one makes up for it.
    late = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    assert next_publication(DAY, late) == datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
    early = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)  # 00:30 of the 26th in Seoul
    assert next_publication(DAY, early) == datetime(2026, 11, 25, 16, 0, tzinfo=UTC)
