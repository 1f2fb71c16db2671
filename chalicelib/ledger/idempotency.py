"""What makes a command happen once: its keys. `ledger.recent_keys` is a wallet's memory of them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct

REPLAY_WINDOW = timedelta(days=15)


def digest(*parts: str) -> str:
    """128 bits of SHA-256 over `parts`, as 32 hex characters."""
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]


def fingerprint(fields: Mapping[str, Any]) -> str:
    """Identifies what a command asked for, so that a reused key with another body is seen."""
    return digest(json.dumps(fields, sort_keys=True, ensure_ascii=False))


def payment_fingerprint(merchant_id: str, order_id: str, amount: int) -> str:
    """A payment is its shop, order and amount. The pay code is not part of it: a till that scans a
    fresh code for the same order asks for the same payment. So the entry itself says what was
    asked for, and its digest is not stored."""
    return fingerprint({"merchant": merchant_id, "order_id": order_id, "amount": amount})


class CommandKeys(Struct, frozen=True):
    """`reference` names the event for ever; `idempotency` is the digest of actor and header.

    `voided_by` is a reference that, if present, forbids the command (a net-cancel's). Nothing was
    paid by the pay code from `pay_code_expires_at` on.
    """

    reference: str
    fingerprint: str
    idempotency: str | None = None
    pay_code_id: str | None = None
    pay_code_expires_at: datetime | None = None
    voided_by: str | None = None

    def all(self) -> Iterable[str]:
        keys = (self.voided_by, self.idempotency, self.reference, self.pay_code_id)
        return (key for key in keys if key is not None)
