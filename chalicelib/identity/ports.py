"""What identifying needs of the world."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from chalicelib.aws.identity_provider import IdentityOutcome
from chalicelib.identity.identities import IdentityHolder
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.profile import Profile
from chalicelib.members.phone_holder import PhoneHolder


class IdentityAgency(Protocol):
    """Whoever can say for certain who somebody is."""

    def is_known(self, county_id: str) -> bool: ...

    def start(self, county_id: str, verification_id: str) -> Mapping[str, str]: ...

    def outcome(self, county_id: str, verification_id: str) -> IdentityOutcome: ...


class IdentityStore(Protocol):
    def holder(self, county_id: str, identity_key: str) -> IdentityHolder | None: ...

    def write(
        self,
        *,
        identity: IdentityHolder | None = None,
        profiles: Sequence[Profile] = (),
        phones: Sequence[PhoneHolder] = (),
        entries: Sequence[Entry] = (),
        budget: BudgetChange | None = None,
    ) -> bool: ...

    def left(self, county_id: str, campaign_id: str, on: date) -> Mapping[int, int] | None: ...


class Tries(Protocol):
    """How often something may be tried. Raises `RateLimitedError`."""

    def check(self, county_id: str, subject: str, *, maximum: int, window: timedelta) -> None: ...
