"""What the idempotency of staff needs of the world."""

from datetime import datetime
from typing import Protocol

from chalicelib.staff.person import ProposalClaim


class ProposalStore(Protocol):
    """Claims that make a proposal sent twice one proposal."""

    def find(self, county_id: str, digest: str) -> ProposalClaim | None: ...

    def claim(self, proposal: ProposalClaim, *, now: datetime) -> ProposalClaim: ...
