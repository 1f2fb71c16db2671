"""What standing needs of the world."""

from typing import Protocol

from chalicelib.ledger.profile import Profile
from chalicelib.members.pass_revocation import PassRevocation
from chalicelib.merchants.merchants import Merchant, MerchantKey
from chalicelib.staff.audit import AuditRecord


class StandingStore(Protocol):
    """Each change is written with its record, in one transaction; `False` if someone changed the
    same thing since it was read, and then neither is."""

    def change_member(
        self, profile: Profile, record: AuditRecord, revocation: PassRevocation
    ) -> bool:
        """With the word to the gates: the passes stop, or go on."""
        ...

    def change_merchant(
        self, merchant: Merchant, record: AuditRecord, new_key: MerchantKey | None = None
    ) -> bool: ...


class Profiles(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...
