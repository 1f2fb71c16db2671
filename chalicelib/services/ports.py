"""What the use cases need of the world. Adapters fit structurally; mypy checks `bootstrap`."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from chalicelib.domain.campaigns import Campaign
from chalicelib.domain.counties import County
from chalicelib.domain.county_settings import SettingVersion
from chalicelib.domain.entries import Entry
from chalicelib.domain.members import Profile
from chalicelib.domain.merchants import Merchant, MerchantKey
from chalicelib.domain.signups import Signup, Ticket
from chalicelib.domain.verifications import Verification
from chalicelib.domain.wallet import EntryPage, WalletPage

Clock = Callable[[], datetime]
"""Now, in UTC."""


class WalletStore(Protocol):
    def read(self, county_id: str, member_id: str) -> WalletPage: ...

    def read_older(
        self, county_id: str, member_id: str, start: Mapping[str, Any], limit: int
    ) -> EntryPage: ...

    def list_entries(
        self, county_id: str, member_id: str, *, limit: int, before_seq: int | None
    ) -> EntryPage: ...

    def first_entry(self, county_id: str, member_id: str) -> Entry | None: ...

    def append(self, entry: Entry) -> bool: ...

    def entries_on(self, county_id: str, on: date) -> Iterator[Entry]: ...

    def redemption_entries(
        self, county_id: str, merchant_id: str, redemption_on: date, redemption_id: str
    ) -> list[Entry]: ...

    def redemptions_on(
        self, county_id: str, merchant_id: str, on: date, *, limit: int, before: str | None
    ) -> tuple[list[list[Entry]], str | None]: ...


class MemberStore(Protocol):
    def claim_person(self, county_id: str, person_key: str, member_id: str) -> str: ...

    def member_of_person(self, county_id: str, person_key: str) -> str | None: ...

    def create_profile(self, profile: Profile) -> None: ...

    def profile(self, county_id: str, member_id: str) -> Profile | None: ...

    def put_ticket(self, ticket: Ticket) -> None: ...

    def ticket(self, county_id: str, signup_id: str) -> Ticket | None: ...


class VerificationStore(Protocol):
    def create(self, verification: Verification) -> None: ...

    def count_try(self, county_id: str, verification_id: str) -> Verification | None: ...


class ThrottleStore(Protocol):
    def count(self, county_id: str, subject: str, *, now: datetime, window: timedelta) -> int: ...


class CountyStore(Protocol):
    def county(self, county_id: str) -> County | None: ...

    def setting_versions(self, county_id: str) -> list[SettingVersion]: ...

    def expired_through(self, county_id: str) -> date | None: ...

    def put_expired_through(self, county_id: str, day: date) -> None: ...


class CampaignStore(Protocol):
    def by_code(self, county_id: str, code: str) -> Campaign | None: ...

    def by_id(self, county_id: str, campaign_id: str) -> Campaign | None: ...

    def all(self, county_id: str) -> list[Campaign]: ...


class MerchantStore(Protocol):
    def by_id(self, county_id: str, merchant_id: str) -> Merchant | None: ...

    def by_code(self, county_id: str, code: str) -> Merchant | None: ...

    def page(
        self, county_id: str, *, limit: int, after_id: str | None
    ) -> tuple[list[Merchant], str | None]: ...

    def replace(self, merchant: Merchant) -> None: ...

    def key(self, county_id: str, key_hash: str) -> MerchantKey | None: ...

    def put_key(self, key: MerchantKey) -> None: ...

    def delete_key(self, county_id: str, key_hash: str) -> None: ...


class TypedPayCodeStore(Protocol):
    def create(self, county_id: str, digits: str, pay_code: str, *, ttl: int) -> bool: ...

    def pay_code(self, county_id: str, digits: str) -> str | None: ...


class SignupQueue(Protocol):
    def send(self, signup: Signup) -> None: ...


class TextMessages(Protocol):
    def send(self, phone: str, text: str) -> None: ...


class FieldCipher(Protocol):
    def seal(self, context: str, fields: Mapping[str, str]) -> tuple[bytes, dict[str, bytes]]: ...

    def open(self, context: str, data_key: bytes, name: str, sealed: bytes) -> str: ...
