"""What approvals need of the world."""

from typing import Protocol

from chalicelib.approvals.adjustments import Adjustment
from chalicelib.approvals.approvals import OutcomeWrite, RequestStore, Step
from chalicelib.approvals.bulk_grants import BulkGrant, GrantedRow, RowOutcome
from chalicelib.approvals.grant_files import GrantRow
from chalicelib.approvals.setting_proposals import SettingProposal
from chalicelib.county.settings import RecordOutcome, SettingVersion
from chalicelib.ledger.entries import Entry
from chalicelib.members.phone_holder import PhoneHolder


class AdjustmentStore(RequestStore[Adjustment], Protocol):
    def create(self, adjustment: Adjustment) -> None: ...

    def append(self, entry: Entry, adjustment: Adjustment) -> OutcomeWrite: ...


class BulkGrantStore(RequestStore[BulkGrant], Protocol):
    def create(self, grant: BulkGrant, rows: tuple[GrantRow, ...]) -> None: ...

    def rows(self, county_id: str, grant_id: str, number: int) -> tuple[GrantRow, ...]: ...

    def all_rows(self, county_id: str, grant_id: str) -> list[GrantRow]: ...

    def outcomes(
        self, county_id: str, grant_id: str, *, first: int, last: int
    ) -> dict[int, RowOutcome]: ...

    def put_outcome(self, county_id: str, grant_id: str, outcome: RowOutcome) -> None: ...

    def written_keys(self, county_id: str) -> dict[str, list[str]]: ...

    def granted_row(self, county_id: str, row_key: str) -> GrantedRow | None: ...

    def append(self, entry: Entry, granted_row: GrantedRow) -> OutcomeWrite: ...


class SettingProposalStore(RequestStore[SettingProposal], Protocol):
    def create(self, proposal: SettingProposal) -> None: ...

    def record(
        self, proposal: SettingProposal, version: SettingVersion, step: Step, *, known_count: int
    ) -> RecordOutcome: ...


class NumberHolders(Protocol):
    def holder_of(self, county_id: str, phone_key: str) -> PhoneHolder | None: ...


class GrantQueue(Protocol):
    def send(self, county_id: str, grant_id: str, number: int) -> None: ...
