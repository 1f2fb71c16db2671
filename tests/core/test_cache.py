"""What a warm process remembers, and for how long."""

import pytest

from chalicelib.core.cache import ITEMS_MAX, SECONDS_MAX, TtlCache


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_answer_is_remembered_for_a_minute() -> None:
    clock = Clock()
    memory: TtlCache[int] = TtlCache(clock)
    loads = iter(range(10))

    def ask() -> int:
        return memory.get("a", lambda: next(loads))

    assert [ask(), ask()] == [0, 0]
    clock.now = SECONDS_MAX - 0.001
    assert ask() == 0
    clock.now = SECONDS_MAX
    assert ask() == 1


def test_what_is_missing_is_asked_for_again() -> None:
    memory: TtlCache[int | None] = TtlCache(Clock())
    answers = iter([None, 7])

    assert [memory.get("a", lambda: next(answers)) for _ in range(3)] == [None, 7, 7]


def test_what_is_forgotten_is_asked_for_again() -> None:
    memory: TtlCache[int] = TtlCache(Clock())
    answers = iter([1, 2])
    assert memory.get("a", lambda: next(answers)) == 1

    memory.forget("a")
    memory.forget("never known")

    assert memory.get("a", lambda: next(answers)) == 2


def test_a_failure_is_not_remembered() -> None:
    memory: TtlCache[int] = TtlCache(Clock())
    with pytest.raises(ZeroDivisionError):
        memory.get("a", lambda: 1 // 0)

    assert memory.get("a", lambda: 5) == 5


def test_it_does_not_grow_without_end() -> None:
    memory: TtlCache[int] = TtlCache(Clock())
    for n in range(3 * ITEMS_MAX):
        memory.get(n, lambda: 1)

    assert len(memory._kept) <= ITEMS_MAX
