"""What cards need of the world."""

from typing import Protocol

from chalicelib.cards.cards import CardUse
from chalicelib.ledger.profile import Profile
from chalicelib.staff.audit import AuditRecord


class CardStore(Protocol):
    def use(self, county_id: str, member_id: str, number: str) -> CardUse | None: ...

    def keep(self, use: CardUse) -> bool: ...

    def change(self, profile: Profile, record: AuditRecord) -> bool: ...


class Profiles(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...
