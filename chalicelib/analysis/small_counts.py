"""Counts of people that may be shown: small ones hidden, the others blurred a little.

Hiding alone does not do where anybody of staff may ask for any segment: two rules that differ by
one person would tell that person. So a count is shifted by a number of people that follows from who
is in it, the same whenever the same people are counted and another as soon as one more or one less
is, and rounded: the cell-key method of statistical offices (Fraser and Wooton, Australian Bureau of
Statistics, 2005). Asking again tells nothing new, and shown counts need not add up.
"""

import hashlib

from msgspec import Struct

SHIFT_MAX = 4
ROUNDED_TO = 5
WON_ROUNDED_TO = 10_000
_KEYS = 1 << 64


class People(Struct):
    """How many, and the sum of their keys: parts add up, in any order."""

    count: int = 0
    key: int = 0

    def add(self, key: int) -> None:
        self.count += 1
        self.key = (self.key + key) % _KEYS

    def join(self, other: "People") -> None:
        self.count += other.count
        self.key = (self.key + other.key) % _KEYS


def shown(people: People, minimum: int) -> int | None:
    """The count as staff see it, or `None` where it is too small; 0 where there is nobody."""
    if people.count == 0:
        return 0
    shifted = people.count + _shift(people)
    if people.count < minimum or shifted < minimum:
        return None
    return max((shifted + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO, ROUNDED_TO)


def shown_won(amount: int, people: People, minimum: int) -> int | None:
    """A sum of these people's money, rounded; `None` where their count is not shown."""
    if shown(people, minimum) is None:
        return None
    return (amount + WON_ROUNDED_TO // 2) // WON_ROUNDED_TO * WON_ROUNDED_TO


def _shift(people: People) -> int:
    """From −4 to 4 people."""
    mixed = hashlib.sha256(people.key.to_bytes(8, "big")).digest()
    return int.from_bytes(mixed[:4], "big") % (2 * SHIFT_MAX + 1) - SHIFT_MAX
