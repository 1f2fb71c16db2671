"""What makes a command happen once: its keys, and the wallet's memory of recent ones.

Every entry remembers three short digests (its reference, its idempotency key, its pay code) in
`IdempotencyWindow`. A command whose digests are all absent is new, and no older entry need be read;
one that is present sends the reader back through the chain to the entry itself. Digests are 3
bytes: a false alarm (1 in 16.7 million per remembered digest) costs a read, never an answer.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

REPLAY_WINDOW = timedelta(days=15)
_DIGEST_BYTES = 3
_BYTES_MAX = 60_000
"""Of one generation of a wallet: 6,666 payments in 15 days. What gives back is taken beyond it."""


def digest(*parts: str) -> str:
    """128 bits of SHA-256 over `parts`, as 32 hex characters."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def fingerprint(fields: Mapping[str, Any]) -> str:
    """Identifies what a command asked for, so that a reused key with another body is seen."""
    return digest(json.dumps(fields, sort_keys=True, ensure_ascii=False))


class CommandKeys(Struct, frozen=True):
    """`reference` names the event for ever; `idempotency` is the digest of actor and header.

    `voided_by` is a reference that, if present, forbids the command (a net-cancel's).
    """

    reference: str
    fingerprint: str
    idempotency: str | None = None
    pay_code_id: str | None = None
    voided_by: str | None = None

    def all(self) -> Iterable[str]:
        keys = (self.voided_by, self.idempotency, self.reference, self.pay_code_id)
        return (key for key in keys if key is not None)


class IdempotencyWindow(Struct, frozen=True):
    """Digests of the last 15 to 30 days, in two generations."""

    since: datetime
    current: bytes = b""
    previous: bytes = b""

    def is_full(self, now: datetime) -> bool:
        """No digest is ever dropped early, so a wallet this busy must wait until its generation
        ends: at most `REPLAY_WINDOW`, whether or not anything is written meanwhile."""
        return len(self._turned(now).current) > _BYTES_MAX

    def may_contain(self, key: str) -> bool:
        short = _short(key)
        return _contains(self.current, short) or _contains(self.previous, short)

    def with_keys(self, keys: Iterable[str | None], now: datetime) -> "IdempotencyWindow":
        added = b"".join(_short(key) for key in keys if key is not None)
        window = self._turned(now)
        return IdempotencyWindow(window.since, window.current + added, window.previous)

    def _turned(self, now: datetime) -> "IdempotencyWindow":
        """The same, or the beginning of a new generation if this one has ended."""
        age = now - self.since
        if age < REPLAY_WINDOW:
            return self
        return IdempotencyWindow(now, b"", self.current if age < 2 * REPLAY_WINDOW else b"")


def _short(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()[:_DIGEST_BYTES]


def _contains(digests: bytes, short: bytes) -> bool:
    position = digests.find(short)
    while position >= 0:
        if position % _DIGEST_BYTES == 0:
            return True
        position = digests.find(short, position + 1)
    return False
