"""One change of staff: as it is wanted already, or written with its record, or told to be tried
again."""

from collections.abc import Callable
from typing import TypeVar

from chalicelib.core.errors import VersionConflictError

T = TypeVar("T")
TRIES_MAX = 5


def settle(
    read: Callable[[], T], is_wanted: Callable[[T], bool], write: Callable[[T], T | None]
) -> T:
    """The thing as it is wanted. What is so already is not written again, so a request that comes
    twice makes one change and one record. `write` gives what was written, or `None` if someone was
    first; then it is read and judged anew.

    Raises `VersionConflictError` if somebody was first each time.
    """
    for _ in range(TRIES_MAX):
        found = read()
        if is_wanted(found):
            return found
        written = write(found)
        if written is not None:
            return written
    raise VersionConflictError
