"""What an entry takes from a budget, or gives back to it, in the same transaction."""

from collections.abc import Mapping
from zlib import crc32

from msgspec import Struct

CAMPAIGN_SHARDS = 4
"""In how many parts the budget of a campaign that people join by is kept, so that a crowd does not
wait at one item."""


class BudgetChange(Struct, frozen=True):
    """`parts`: won by shard, minus for taken; a taken part must be there when it is written.

    With `round_id` `None` it is the county's carry-over account, which has the one shard 0: there
    goes what comes back after a round has closed. With `campaign_id` it is the budget of a cashback
    campaign.
    """

    round_id: str | None
    parts: Mapping[int, int]
    campaign_id: str | None = None

    @property
    def amount(self) -> int:
        return sum(self.parts.values())


class BudgetShortError(Exception):
    """A shard held too little at the moment of writing; nothing was written."""


def own_shard(member_id: str, shard_count: int) -> int:
    """The one that the member's commands ask first, so that a crowd is spread over all."""
    return crc32(member_id.encode()) % shard_count


def spread_over(amount: int, left: Mapping[int, int]) -> dict[int, int]:
    """From which shards to take `amount`, which they hold together: the fullest first."""
    parts: dict[int, int] = {}
    for shard, held in sorted(left.items(), key=lambda item: (-item[1], item[0])):
        part = min(amount, held)
        if part > 0:
            parts[shard] = -part
            amount -= part
    return parts
