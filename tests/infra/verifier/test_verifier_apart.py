"""The verifier has numbers, ids and trees of its own: here they are held beside the product's."""

import hashlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.approvals import bulk_grants
from chalicelib.core import values
from chalicelib.county import settings
from chalicelib.ledger import entries, entry_form_2, idempotency, keys, lots
from chalicelib.proofs import files, merkle, publishing, roots
from infra.verifier import day_record, numbers, stored_values
from infra.verifier.ledger_audit import id_ms, moment

LEAVES = st.lists(st.binary(min_size=32, max_size=32), max_size=70)
MOMENTS = st.datetimes(
    min_value=values.parse_time("2020-01-01T00:00:00.000Z").replace(tzinfo=None),
    max_value=values.parse_time("2200-01-01T00:00:00.000Z").replace(tzinfo=None),
).map(lambda at: at.replace(tzinfo=values.SEOUL))


def test_the_numbers_are_the_products() -> None:
    assert entries.GENESIS_HASH == numbers.GENESIS_HASH
    assert entry_form_2.SCHEMA == numbers.ENTRY_SCHEMA
    assert keys.DAY_SHARDS == numbers.DAY_SHARDS
    assert lots.LOTS_MAX == numbers.LOTS_MAX
    assert entries.CANCELS_MAX == numbers.CANCELS_MAX
    assert settings.CANCEL_DAYS_MAX == numbers.CANCEL_DAYS_MAX
    assert timedelta(days=numbers.REPLAY_DAYS) == idempotency.REPLAY_WINDOW
    assert bulk_grants.SLICE_ROWS == numbers.GRANT_SLICE_ROWS


@given(MOMENTS)
def test_times_and_ids_are_read_as_they_are_written(at) -> None:
    text = values.format_time(at)
    milliseconds, day = moment(text)
    assert day == values.seoul_date(values.parse_time(text)).isoformat()
    assert stored_values.time_text(milliseconds) == text
    assert id_ms(values.new_id("ent", at), "ent") == milliseconds


@pytest.mark.parametrize("odd", ["I", "L", "O", "U", "a", " ", "_", "٣"])
def test_what_is_no_base32_is_no_id(odd: str) -> None:
    with pytest.raises(ValueError, match="base32"):
        id_ms(f"ent_{odd}" + "0" * 15, "ent")


@given(LEAVES)
def test_both_trees_have_one_root(leaves: list[bytes]) -> None:
    assert day_record.tree_root(leaves) == merkle.tree_root(leaves)
    assert day_record.split_leaves(b"".join(leaves)) == leaves


def test_a_published_day_is_read_and_followed() -> None:
    before, published_before = None, None
    for number in range(3):
        leaves = sorted(hashlib.sha256(bytes([number, n])).digest() for n in range(number))
        previous = before.hash if before else entries.GENESIS_HASH
        on = date(2026, 2, 5) + timedelta(days=number)
        root = roots.make_day_root("gangjin", on, leaves, previous)
        day = day_record.from_record(root.to_record())
        assert day_record.file_content(day) == publishing.file_content(root)
        assert day_record.root_name("gangjin", on) == files.root_name("gangjin", on)
        assert day_record.leaves_name("gangjin", on) == files.leaves_name("gangjin", on)
        assert day_record.follows(published_before, day)
        assert not day_record.follows(day, day)
        before, published_before = root, day
