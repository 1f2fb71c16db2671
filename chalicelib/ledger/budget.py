"""What an entry takes from a budget, or gives back to it, in the same transaction."""

from collections.abc import Mapping

from msgspec import Struct


class BudgetChange(Struct, frozen=True):
    """`parts`: won by shard, minus for taken; a taken part must be there when it is written.

    With `round_id` `None` it is the county's carry-over account, which has the one shard 0: there
    goes what comes back after a round has closed.
    """

    round_id: str | None
    parts: Mapping[int, int]

    @property
    def amount(self) -> int:
        return sum(self.parts.values())


class BudgetShortError(Exception):
    """A shard held too little at the moment of writing; nothing was written."""
