"""A change of staff meets another one: it is judged anew, and given up after five."""

from collections.abc import Callable

import pytest

from chalicelib.core.errors import VersionConflictError
from chalicelib.standing.changes import settle


def losing(times: int) -> tuple[Callable[[int], int | None], list[int]]:
    """A write that others are faster than so often; what it was asked to write over."""
    seen: list[int] = []

    def write(found: int) -> int | None:
        seen.append(found)
        return None if len(seen) <= times else found * 100

    return write, seen


@pytest.mark.parametrize("times", [0, 1, 4])
def test_who_was_too_late_reads_again_and_writes_over_that(times: int) -> None:
    versions = iter(range(7, 20))
    write, seen = losing(times)

    written = settle(lambda: next(versions), lambda _: False, write)

    assert seen == list(range(7, 8 + times))
    assert written == seen[-1] * 100


def test_after_five_times_it_is_for_the_asker_to_try_again() -> None:
    write, seen = losing(99)

    with pytest.raises(VersionConflictError):
        settle(lambda: 3, lambda _: False, write)

    assert seen == [3] * 5


def test_what_somebody_else_made_as_it_is_wanted_is_not_written_again() -> None:
    versions = iter((7, 8))
    write, seen = losing(99)

    assert settle(lambda: next(versions), lambda found: found == 8, write) == 8
    assert seen == [7]
