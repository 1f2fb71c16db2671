"""What visits need of the world."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from chalicelib.approvals.approvals import OutcomeWrite, RequestStore, Step
from chalicelib.county.facilities import Facility
from chalicelib.ledger.entries import Entry
from chalicelib.members.pass_revocation import PassRevocation
from chalicelib.settlement.business_days import TemporaryHoliday
from chalicelib.staff.audit import AuditRecord
from chalicelib.visits.admissions import (
    Admission,
    Count,
    Deposit,
    FeeDifference,
    MarkedScan,
    Scan,
)
from chalicelib.visits.facility_terms import FacilityTerms
from chalicelib.visits.fee_book import DayRecords
from chalicelib.visits.fee_shares import GivenShare
from chalicelib.visits.gates import Gate
from chalicelib.visits.opening import Notice
from chalicelib.visits.terms_proposals import TermsProposal


class Directory(Protocol):
    def all(self, county_id: str, *, consistent: bool = False) -> list[Facility]: ...

    def one(self, county_id: str, facility_id: str) -> Facility | None: ...


class FacilityDeskStore(Protocol):
    """Each change is written with its record; `False` if the facility is another by now."""

    def create(self, facility: Facility, record: AuditRecord) -> bool: ...

    def change(self, facility: Facility, record: AuditRecord) -> bool: ...


class Holidays(Protocol):
    def all(self, county_id: str) -> list[TemporaryHoliday]: ...


class TermsStore(Protocol):
    """Changes are written with the record of who made them; `False` if the key is taken."""

    def of(
        self, county_id: str, facility_id: str, *, consistent: bool = False
    ) -> tuple[list[FacilityTerms], list[Notice]]: ...

    def put_notice(self, notice: Notice, record: AuditRecord) -> bool: ...

    def take_notice_back(self, notice: Notice, record: AuditRecord) -> bool: ...


class TermsProposalStore(RequestStore[TermsProposal], Protocol):
    def create(self, proposal: TermsProposal) -> None: ...

    def put_in_force(self, proposal: TermsProposal, step: Step, record: AuditRecord) -> bool: ...


class GateStore(Protocol):
    """Each change is written with its record; `False` if the gate is another by now."""

    def one(self, county_id: str, gate_id: str, *, consistent: bool = False) -> Gate | None: ...

    def all(self, county_id: str) -> list[Gate]: ...

    def open(self, gate: Gate, record: AuditRecord) -> bool: ...

    def close(self, gate: Gate, record: AuditRecord) -> bool: ...


class AdmissionStore(Protocol):
    def admit(self, admission: Admission) -> Admission | None:
        """`None` if it is the first of its member, facility and day; else the one that is."""
        ...

    def replace(self, admission: Admission, marked: MarkedScan) -> bool:
        """The earlier one in the place of the one that stands there, which is marked; `False` if
        somebody else was first."""
        ...

    def of_member(
        self, county_id: str, facility_id: str, on: date, member_id: str
    ) -> Admission | None: ...

    def marked(self, scan: Scan) -> MarkedScan | None: ...

    def mark(self, scan: MarkedScan) -> MarkedScan:
        """What stands of it: an earlier word on the same scan stays."""
        ...

    def count(self, count: Count) -> bool: ...

    def void(self, count: Count, at: datetime) -> None: ...

    def admitted(self, county_id: str, facility_id: str, on: date) -> Iterable[str]: ...

    def day(self, county_id: str, facility_id: str, on: date) -> DayRecords: ...

    def deposit(self, deposit: Deposit, record: AuditRecord) -> bool: ...

    def name_difference(self, difference: FeeDifference, record: AuditRecord) -> bool: ...


class FeeDueStore(Protocol):
    def all(self, county_id: str) -> list[tuple[str, date]]:
        """Facilities and days that were open when they were last looked at."""
        ...

    def keep(self, county_id: str, days: Sequence[tuple[str, date]], at: datetime) -> None: ...


class FeeShareStore(Protocol):
    def of_day(self, county_id: str, facility_id: str, on: date) -> dict[str, GivenShare]: ...

    def append(self, entry: Entry, share: GivenShare) -> OutcomeWrite: ...


class Revocations(Protocol):
    def pass_revocations(self, county_id: str) -> list[PassRevocation]: ...
