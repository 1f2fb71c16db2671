"""What the use cases need of the world. Adapters fit structurally; mypy checks `bootstrap`."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from chalicelib.domain.adjustments import Adjustment
from chalicelib.domain.approvals import ProposalClaim, Settled, Step
from chalicelib.domain.bulk_grants import BulkGrant, RowClaim, RowOutcome
from chalicelib.domain.campaigns import Campaign
from chalicelib.domain.counties import County
from chalicelib.domain.county_settings import RecordOutcome, SettingVersion
from chalicelib.domain.entries import Entry
from chalicelib.domain.grant_files import GrantRow
from chalicelib.domain.members import Profile
from chalicelib.domain.merchants import Merchant, MerchantKey
from chalicelib.domain.payouts import Payout
from chalicelib.domain.rounds import BudgetChange, Round
from chalicelib.domain.signups import Signup, Ticket
from chalicelib.domain.verifications import Verification
from chalicelib.domain.wallet import EntryPage, WalletPage

Clock = Callable[[], datetime]
"""Now, in UTC."""


class ChainStore(Protocol):
    """What `Chain` needs of a wallet store: to read a chain and to write at its end."""

    def read(self, county_id: str, member_id: str) -> WalletPage: ...

    def read_older(
        self, county_id: str, member_id: str, start: Mapping[str, Any], limit: int
    ) -> EntryPage: ...

    def append(self, entry: Entry) -> bool: ...

    def append_with_budget(self, entry: Entry, budget: BudgetChange) -> bool: ...


class WalletStore(ChainStore, Protocol):
    def list_entries(
        self,
        county_id: str,
        member_id: str,
        *,
        limit: int,
        before_seq: int | None,
        consistent: bool = False,
    ) -> EntryPage: ...

    def first_entry(self, county_id: str, member_id: str) -> Entry | None: ...

    def entry(self, county_id: str, member_id: str, entry_id: str) -> Entry | None: ...

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

    def replace_profile(self, profile: Profile) -> None: ...

    def put_ticket(self, ticket: Ticket) -> None: ...

    def ticket(self, county_id: str, signup_id: str) -> Ticket | None: ...


class VerificationStore(Protocol):
    def create(self, verification: Verification) -> None: ...

    def count_try(self, county_id: str, verification_id: str) -> Verification | None: ...


class ThrottleStore(Protocol):
    def count(self, county_id: str, subject: str, *, now: datetime, window: timedelta) -> int: ...


class CountyStore(Protocol):
    def county(self, county_id: str) -> County | None: ...

    def setting_versions(
        self, county_id: str, *, consistent: bool = False
    ) -> list[SettingVersion]: ...

    def create_setting(self, county_id: str, version: SettingVersion) -> bool: ...

    def record_setting(
        self, county_id: str, version: SettingVersion, *, known_count: int
    ) -> RecordOutcome: ...

    def expired_through(self, county_id: str) -> date | None: ...

    def put_expired_through(self, county_id: str, day: date) -> None: ...


class ProposalStore(Protocol):
    """Claims that make a proposal sent twice one proposal."""

    def find(self, county_id: str, digest: str) -> ProposalClaim | None: ...

    def claim(self, proposal: ProposalClaim, *, now: datetime) -> ProposalClaim: ...


class PayoutStore(Protocol):
    def put_new(self, payout: Payout) -> Payout | None: ...

    def by_id(self, county_id: str, entry_id: str) -> Payout | None: ...

    def between(self, county_id: str, first_id: str, last_id: str) -> dict[str, Payout]: ...


class AdjustmentStore(Protocol):
    def create(self, adjustment: Adjustment) -> None: ...

    def by_id(self, county_id: str, adjustment_id: str) -> Adjustment | None: ...

    def page(
        self, county_id: str, *, status: str | None, limit: int, before_id: str | None
    ) -> tuple[list[Adjustment], str | None]: ...

    def put_step(self, adjustment: Adjustment, number: int, step: Step) -> bool: ...

    def append(self, entry: Entry, adjustment: Adjustment) -> Settled: ...


class BulkGrantStore(Protocol):
    def create(self, grant: BulkGrant, rows: tuple[GrantRow, ...]) -> None: ...

    def by_id(self, county_id: str, grant_id: str) -> BulkGrant | None: ...

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[BulkGrant], str | None]: ...

    def put_step(self, grant: BulkGrant, number: int, step: Step) -> bool: ...

    def rows(self, county_id: str, grant_id: str, number: int) -> tuple[GrantRow, ...]: ...

    def all_rows(self, county_id: str, grant_id: str) -> list[GrantRow]: ...

    def outcomes(
        self, county_id: str, grant_id: str, *, first: int, last: int
    ) -> dict[int, RowOutcome]: ...

    def put_outcome(self, county_id: str, grant_id: str, outcome: RowOutcome) -> None: ...

    def row_claim(self, county_id: str, row_key: str) -> RowClaim | None: ...

    def append(self, entry: Entry, claim: RowClaim) -> Settled: ...


class GrantQueue(Protocol):
    def send(self, county_id: str, grant_id: str, number: int) -> None: ...


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


class RoundStore(Protocol):
    def create(self, round_: Round) -> None: ...

    def by_id(self, county_id: str, round_id: str) -> Round | None: ...

    def page(
        self, county_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Round], str | None]: ...

    def left(self, round_: Round) -> Mapping[int, int]: ...

    def carried_over(self, county_id: str) -> int: ...


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
