"""What may be shown of counts of people."""

import hashlib

from chalicelib.analysis.small_counts import ROUNDED_TO, SHIFT_MAX, People, shown, shown_won

MINIMUM = 10


def people(*names: int) -> People:
    made = People()
    for name in names:
        made.add(int.from_bytes(hashlib.sha256(str(name).encode()).digest()[:8], "big"))
    return made


def test_a_count_is_near_the_true_one_and_small_ones_are_hidden() -> None:
    assert shown(People(), MINIMUM) == 0
    for count in range(1, 300):
        seen = shown(people(*range(count)), MINIMUM)
        if count < MINIMUM:
            assert seen is None
        elif seen is not None:
            assert seen % ROUNDED_TO == 0
            assert abs(seen - count) <= SHIFT_MAX + ROUNDED_TO // 2
        else:
            assert count < MINIMUM + SHIFT_MAX


def test_the_same_people_give_the_same_count_in_any_order_and_in_any_parts() -> None:
    whole = people(*range(50))
    first, second = people(*range(20)), people(*range(20, 50))
    second.join(first)
    assert (whole.count, whole.key) == (second.count, second.key)
    assert shown(whole, MINIMUM) == shown(second, MINIMUM)


def test_a_difference_of_two_segments_does_not_tell_one_person() -> None:
    """With and without the last one: shown alike in most cases, and else by up to ten, either way,
    so that a difference says nothing sure of the one."""
    steps = [
        shown(people(*range(count + 1)), MINIMUM) - shown(people(*range(count)), MINIMUM)  # type: ignore[operator]
        for count in range(40, 240)
    ]
    assert min(steps) < 0 < max(steps)
    assert len([step for step in steps if step < 0]) > len(steps) // 5


def test_money_is_hidden_with_its_people_and_rounded() -> None:
    assert shown_won(54_321, people(*range(3)), MINIMUM) is None
    assert shown_won(54_321, people(*range(40)), MINIMUM) == 50_000
