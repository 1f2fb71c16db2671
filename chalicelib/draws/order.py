"""The order of a draw, and who wins by it."""

import hashlib
from collections.abc import Iterable
from typing import TypeVar

Place = TypeVar("Place")


def in_order(entrant_ids: Iterable[str], *, randomness: str, draw_id: str) -> list[str]:
    """All entrants, the first to win first: by SHA-256(randomness || draw_id || entrant_id), the
    32 bytes of `randomness` (hex) before the two ids in ASCII. Were two hashes the same, the
    smaller id would go first."""
    drawn = bytes.fromhex(randomness) + draw_id.encode("ascii")
    return sorted(
        entrant_ids,
        key=lambda entrant_id: (
            hashlib.sha256(drawn + entrant_id.encode("ascii")).digest(),
            entrant_id,
        ),
    )


def split(ordered: list[Place], *, winners: int, reserves: int) -> tuple[list[Place], list[Place]]:
    """(winners, reserves). With fewer entrants than prizes all of them win, and nobody waits."""
    return ordered[:winners], ordered[winners : winners + reserves]
