"""The agency of identity verification, played."""

from collections.abc import Mapping

from chalicelib.aws.identity_provider import IdentityOutcome
from chalicelib.core.errors import TryAgainError


class FakeAgency:
    """Plays the agency of identity verification: what it will say of each verification, by id."""

    def __init__(self) -> None:
        self.outcomes: dict[str, IdentityOutcome] = {}
        self.counties = {"gangjin", "jinju"}
        self.is_down = False
        self.asked = 0

    def is_known(self, county_id: str) -> bool:
        return county_id in self.counties

    def start(self, county_id: str, verification_id: str) -> Mapping[str, str]:
        return {"kind": "portone", "store_id": "store-1", "channel_key": "channel-1"}

    def outcome(self, county_id: str, verification_id: str) -> IdentityOutcome:
        self.asked += 1
        if self.is_down:
            raise TryAgainError(retry_after_seconds=2)
        return self.outcomes.get(verification_id, IdentityOutcome(ending="pending"))
