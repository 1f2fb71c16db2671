"""What keeps a request that staff repeat from happening twice."""

from functools import cached_property
from typing import TYPE_CHECKING

from chalicelib.aws.adapters import Wiring

if TYPE_CHECKING:
    from chalicelib.staff.claim_store import ProposalStore
    from chalicelib.staff.key_claims import KeyClaims


class StaffWiring(Wiring):
    @cached_property
    def claim_store(self) -> "ProposalStore":
        from chalicelib.staff.claim_store import ProposalStore

        return ProposalStore(self.adapters.table)

    @cached_property
    def key_claims(self) -> "KeyClaims":
        from chalicelib.staff.key_claims import KeyClaims

        return KeyClaims(self.claim_store, self.adapters.now)
