"""What joining needs of the world."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.joining.campaigns import Campaign, ElectionPeriod
from chalicelib.joining.signups import Signup
from chalicelib.joining.verifications import Verification


class VerificationStore(Protocol):
    def create(self, verification: Verification) -> None: ...

    def count_try(self, county_id: str, verification_id: str) -> Verification | None: ...


class ThrottleStore(Protocol):
    def count(self, county_id: str, subject: str, *, now: datetime, window: timedelta) -> int: ...

    def seen(self, county_id: str, subject: str, *, now: datetime, window: timedelta) -> int: ...


class CampaignStore(Protocol):
    def by_code(self, county_id: str, code: str) -> Campaign | None: ...

    def by_id(self, county_id: str, campaign_id: str) -> Campaign | None: ...

    def all(self, county_id: str) -> list[Campaign]: ...

    def left(self, county_id: str, campaign_id: str) -> Mapping[int, int]: ...

    def election_periods(self, county_id: str) -> list[ElectionPeriod]: ...


class SignupQueue(Protocol):
    def send(self, signup: Signup) -> None: ...


class TextMessages(Protocol):
    def send(self, phone: str, text: str) -> None: ...
