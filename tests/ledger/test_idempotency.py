"""What a wallet remembers of the commands it has seen."""

import hashlib
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.ledger.idempotency import REPLAY_WINDOW, IdempotencyWindow, digest, fingerprint
from tests.builders import NOON

KEYS = st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=40)


@given(KEYS, st.integers(0, 40))
def test_a_key_is_remembered_for_fifteen_days_at_least(keys: list[str], later_keys: int) -> None:
    recent = IdempotencyWindow(since=NOON).with_keys(keys, NOON)
    step = REPLAY_WINDOW / (later_keys + 1)
    for n in range(later_keys):
        recent = recent.with_keys((f"later-{n}",), NOON + (n + 1) * step)

    assert all(recent.may_contain(key) for key in keys)


def test_a_key_of_the_day_before_a_new_generation_is_kept_through_it() -> None:
    recent = IdempotencyWindow(since=NOON)
    last = NOON + REPLAY_WINDOW - timedelta(milliseconds=1)
    recent = recent.with_keys(("a",), last)

    for days in (1, 14):
        recent = recent.with_keys((f"b{days}",), last + timedelta(days=days))
        assert recent.may_contain("a")


def test_what_is_older_than_thirty_days_is_forgotten() -> None:
    recent = IdempotencyWindow(since=NOON).with_keys(("a",), NOON)

    recent = recent.with_keys(("b",), NOON + 2 * REPLAY_WINDOW)

    assert not recent.may_contain("a")
    assert recent.may_contain("b")


def test_it_does_not_grow_without_end() -> None:
    recent = IdempotencyWindow(since=NOON)
    for day in range(365):
        recent = recent.with_keys(("a", None, str(day)), NOON + timedelta(days=day))

    assert len(recent.current) + len(recent.previous) <= 31 * 2 * 3


@pytest.mark.parametrize("before", [b"", b"x", b"xx", b"xxx", b"xxxx"])
@pytest.mark.parametrize("after", [b"", b"x", b"xx"])
@pytest.mark.parametrize("key", ["a", "16448"])
def test_a_digest_is_found_whatever_looks_like_it_beside_its_place(
    key: str, before: bytes, after: bytes
) -> None:
    """The second key's digest is three times the same byte: it overlaps with itself."""
    short = hashlib.sha256(key.encode()).digest()[:3]
    beside = before + short
    beside += b"y" * (-len(beside) % 3)

    for digests in (beside + short + after + short, short + beside + after + short):
        assert IdempotencyWindow(NOON, current=digests).may_contain(key)
        assert IdempotencyWindow(NOON, previous=digests).may_contain(key)
    assert IdempotencyWindow(NOON, current=b"xx" + short[:1] + short).may_contain(key)
    if len(before) % 3:
        assert not IdempotencyWindow(NOON, current=beside).may_contain(key)


def test_a_digest_is_found_at_its_own_place_alone() -> None:
    recent = IdempotencyWindow(since=NOON)
    others = [f"key-{n}" for n in range(2000)]
    recent = recent.with_keys(others[:1000], NOON)

    false_alarms = sum(recent.may_contain(key) for key in others[1000:])

    # 1,000 digests of 3 bytes: one false alarm in 16,777 questions is to be expected.
    assert false_alarms <= 2


def test_parts_of_a_digest_cannot_be_shifted() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert len(digest("a")) == 32


def test_a_fingerprint_does_not_depend_on_the_order_of_fields() -> None:
    assert fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2}) != fingerprint({"a": "2"})
