"""An Idempotency-Key of staff stands for one request, whichever wallet or matter it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.core.clock import Clock
from chalicelib.core.errors import IdempotencyKeyReusedError
from chalicelib.core.values import new_id
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.staff.person import ProposalClaim
from chalicelib.staff.ports import ProposalStore


@dataclass(frozen=True)
class KeyClaims:
    proposals: ProposalStore
    clock: Clock

    def bind(
        self, county_id: str, purpose: str, subject: str, key: str, asked: Mapping[str, Any]
    ) -> bool:
        """Bind the key of this person to what is asked, before anything moves; `True` if it was
        bound to just this before. So a request that was cut off goes on, and one that was mistyped
        and sent under the same key does not happen beside the first.

        One conditional write, and no read. Raises `IdempotencyKeyReusedError`.
        """
        now = self.clock()
        wanted = ProposalClaim(
            county_id=county_id,
            digest=digest(purpose, subject, key),
            matter_id=new_id("clm", now),
            fingerprint=fingerprint(asked),
        )
        bound = self.proposals.claim(wanted, now=now)
        if bound.fingerprint != wanted.fingerprint:
            raise IdempotencyKeyReusedError
        return bound.matter_id != wanted.matter_id
