"""What a wallet remembers of the commands it has seen."""

import hashlib
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.ledger.idempotency import REPLAY_WINDOW, CommandKeys
from chalicelib.ledger.recent_keys import (
    Generations,
    RecentKeys,
    recent_from_item,
    recent_from_record,
    recent_to_item,
    recent_to_record,
)
from tests.builders import NOON

DAY = timedelta(days=1)
HOURS = st.lists(st.integers(0, 100), min_size=1, max_size=30)


def asked(name: str) -> CommandKeys:
    return CommandKeys(f"ref-{name}", "f", f"key-{name}", f"code-{name}")


def add(recent: RecentKeys, name: str, now: datetime) -> RecentKeys:
    return recent.with_keys(f"ref-{name}", f"key-{name}", f"code-{name}", now)


@given(HOURS)
def test_each_key_of_fifteen_days_leads_to_its_own_entry(hours: list[int]) -> None:
    """And what is older is forgotten on the day after at the latest."""
    now, recent, moments = NOON, RecentKeys.none(NOON), []
    for number, apart in enumerate(hours):
        now += timedelta(hours=apart)
        moments.append(now)
        recent = add(recent, str(number), now)

    for number, at in enumerate(moments):
        back = len(moments) - 1 - number
        hits = list(recent.hits(CommandKeys(f"ref-{number}", "f")))
        again = list(recent.hits(CommandKeys("no", "f", f"key-{number}")))
        if now - at <= REPLAY_WINDOW:
            assert back in hits
            assert back in again
        if now - at >= REPLAY_WINDOW + DAY:
            assert back not in hits
            assert back not in again
        if now - at <= DAY:
            assert back in recent.code_hits(f"code-{number}")


def test_what_forbids_a_command_is_looked_for_among_references() -> None:
    recent = RecentKeys.none(NOON).with_keys("net/1", None, None, NOON)

    assert list(recent.hits(CommandKeys("1", "f", voided_by="net/1"))) == [0]
    assert list(recent.reference_hits("net/1")) == [0]
    assert list(recent.hits(CommandKeys("1", "f"))) == []


def test_it_does_not_grow_without_end() -> None:
    recent = RecentKeys.none(NOON)
    for day in range(365):
        recent = add(recent, str(day), NOON + day * DAY)

    assert [len(each) for each in recent.days] == [4] * 16
    assert len(recent.codes) == 2 * 2


def test_days_on_which_nothing_happened_are_counted_and_not_kept_at_the_end() -> None:
    recent = add(RecentKeys.none(NOON), "a", NOON)
    recent = add(recent, "b", NOON + 10 * DAY)

    assert [len(each) for each in recent.days] == [4, *[0] * 9, 4]
    assert list(recent.hits(asked("a"))) == [1, 1]
    assert recent.codes == recent_codes("code-b")
    recent = add(recent, "c", NOON + 16 * DAY)
    assert [len(each) for each in recent.days] == [4, *[0] * 5, 4]
    assert len(add(recent, "d", NOON + 400 * DAY).days) == 1


def recent_codes(*codes: str) -> bytes:
    return b"".join(hashlib.sha256(code.encode()).digest()[:2] for code in codes)


def test_a_digest_is_found_at_its_own_place_alone() -> None:
    """A reference is none of the idempotency keys, nor what lies across two of either."""
    recent = RecentKeys.none(NOON)
    others = [f"key-{n}" for n in range(4_000)]
    for n in range(0, 2_000, 2):
        recent = recent.with_keys(others[n], others[n + 1], None, NOON)

    false_alarms = sum(len(list(recent.reference_hits(key))) for key in others[2_000:])

    # 1,000 references of two bytes, asked for 2,000 times: 30 are to be expected.
    assert 10 <= false_alarms <= 60
    assert all(n // 2 == 999 - hit for n in (0, 2) for hit in recent.reference_hits(others[n]))


def test_codes_are_known_to_be_forgotten_after_two_days() -> None:
    recent = add(RecentKeys.none(NOON), "a", NOON)

    assert not recent.has_forgotten_codes(NOON - DAY)
    assert recent.has_forgotten_codes(NOON - 2 * DAY)
    assert recent.may_have_used("code-a")
    assert not add(recent, "b", NOON + 2 * DAY).may_have_used("code-a")


def test_a_busy_wallet_is_full_until_its_first_day_has_passed() -> None:
    full = RecentKeys(NOON.toordinal() - 719_163, (b"abcd" * 15_001,))

    assert full.is_full(NOON)
    assert full.is_full(NOON + 15 * DAY)
    assert not full.is_full(NOON + 16 * DAY)


@pytest.mark.parametrize("age", [0, 14, 15, 29])
def test_what_releases_before_remembered_is_taken_over(age: int) -> None:
    """Three bytes of each key, until none of them can be a prior any more."""
    old = Generations(NOON - age * DAY, digests_of_old("new"), digests_of_old("old"))

    recent = add(old.carried_over(NOON), "next", NOON + DAY)

    assert recent.may_be_older("new")
    assert recent.may_be_older("old") == (age < 15)
    assert recent.may_have_used("new")
    assert not recent.may_be_older("next")
    assert list(recent.hits(asked("next"))) == [0, 0, 0]
    later = add(recent, "later", NOON + REPLAY_WINDOW)
    assert later.may_be_older("new")
    assert add(later, "last", NOON + 16 * DAY).older is None


def digests_of_old(*keys: str) -> bytes:
    return b"".join(hashlib.sha256(key.encode()).digest()[:3] for key in ("x", *keys, "y"))


def test_an_old_digest_is_found_at_its_own_place_alone() -> None:
    digests = digests_of_old("a")
    shifted = b"z" + digests + b"zz"

    assert Generations(NOON, digests).carried_over(NOON).may_be_older("a")
    assert not Generations(NOON, shifted).carried_over(NOON).may_be_older("a")


def test_record_and_stored_form_give_it_back() -> None:
    old = Generations(NOON, b"abc", b"def")
    recent = add(add(old.carried_over(NOON), "a", NOON), "b", NOON + 3 * DAY)
    for each in (recent, add(RecentKeys.none(NOON), "a", NOON)):
        assert recent_from_record(recent_to_record(each)) == each
        assert recent_from_item(recent_to_item(each)) == recent_to_record(each)
    assert recent_from_record(recent_to_record(old)) == old
    with pytest.raises(TypeError, match="not written again"):
        recent_to_item(old)
