"""Public randomness that nobody can know before its time: the rounds of drand's chain quicknet.

Every three seconds a league of independent bodies signs the number of a round together. Fewer than
a threshold of them can neither know the signature before nor choose it, and for a round there is
one alone (BLS, RFC 9380). The round's randomness is the SHA-256 of its signature.
"""

import hashlib
import re
from datetime import UTC, datetime, timedelta

from msgspec import Struct

_SIGNATURE = re.compile(r"[0-9a-f]{96}", re.ASCII)
"""48 bytes, a point of the group G1, in hex."""


class Chain(Struct, frozen=True, kw_only=True):
    """A chain of rounds. `chain_hash` names it, `public_key` checks its signatures (96 bytes of G2
    in hex); the first round is at `genesis_at`, in seconds since 1970."""

    name: str
    chain_hash: str
    public_key: str
    genesis_at: int
    period_seconds: int

    def round_from(self, moment: datetime) -> int:
        """The first round that is not before `moment`."""
        seconds = -(-(moment - _EPOCH) // timedelta(seconds=1))
        return max(1, -((self.genesis_at - seconds) // self.period_seconds) + 1)

    def time_of(self, number: int) -> datetime:
        """When a round, of 1 and more, is signed."""
        return _EPOCH + timedelta(seconds=self.genesis_at + (number - 1) * self.period_seconds)


class BeaconValue(Struct, frozen=True):
    """The value of a round: `signature` in hex, as the relays give it."""

    round: int
    signature: str

    @property
    def randomness(self) -> str:
        """32 bytes, in hex."""
        return hashlib.sha256(bytes.fromhex(self.signature)).hexdigest()

    @property
    def is_well_formed(self) -> bool:
        return self.round > 0 and bool(_SIGNATURE.fullmatch(self.signature))


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

QUICKNET = Chain(
    name="quicknet",
    chain_hash="52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
    public_key=(
        "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
        "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
        "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
    ),
    genesis_at=1_692_803_367,
    period_seconds=3,
)
"""drand's own documentation gives these, and each relay under `/info`."""
