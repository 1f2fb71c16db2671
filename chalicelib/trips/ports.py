"""What half-price trips need of the world."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from chalicelib.approvals.approvals import OutcomeWrite
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.profile import Profile
from chalicelib.staff.audit import AuditRecord
from chalicelib.trips.forecast import AppliedDay
from chalicelib.trips.receipts import Claim
from chalicelib.trips.trips import Budget, Traveller, Trip, TripStatus
from chalicelib.uploads.uploads import Kept


class Profiles(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...


class Cipher(Protocol):
    def seal(self, context: str, fields: Mapping[str, str]) -> tuple[bytes, dict[str, bytes]]: ...

    def open(self, context: str, data_key: bytes, name: str, sealed: bytes) -> str: ...


class KeyedHashes(Protocol):
    def identity_key(self, county_id: str, kind: str, value: str) -> str: ...


class Images(Protocol):
    def use(
        self, county_id: str, member_id: str, upload_id: str, *, name: str, param: str
    ) -> Kept: ...

    def address(self, name: str, kept: Kept) -> str: ...

    def erase(self, name: str) -> None: ...


class TripStore(Protocol):
    """What changes budget or times is one transaction, `False` if somebody else was first."""

    def create(self, trip: Trip, budget: Budget, travellers: Sequence[Traveller]) -> bool: ...

    def end_trip(
        self,
        trip: Trip,
        budget: Budget,
        travellers: Sequence[Traveller],
        record: AuditRecord | None,
    ) -> bool: ...

    def answer(self, trip: Trip, travellers: Sequence[Traveller]) -> bool: ...

    def approve(self, trip: Trip, traveller: Traveller, record: AuditRecord) -> bool: ...

    def change(self, trip: Trip, record: AuditRecord, *, is_due_anew: bool = False) -> bool: ...

    def by_id(self, county_id: str, trip_id: str) -> Trip | None: ...

    def page(
        self, county_id: str, *, status: TripStatus | None, limit: int, before_id: str | None
    ) -> tuple[list[Trip], str | None]: ...

    def of_member(
        self, county_id: str, member_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Trip], str | None]: ...

    def budget(self, county_id: str, year: int) -> Budget: ...

    def traveller(self, county_id: str, traveller_id: str) -> Traveller: ...

    def due_between(self, county_id: str, first: date, before: date) -> list[str]: ...

    def of_year(self, county_id: str, year: int) -> Iterator[Trip]: ...


class BudgetStore(Protocol):
    def note(self, county_id: str, year: int, day: AppliedDay) -> None: ...

    def applied_days(self, county_id: str, year: int) -> list[AppliedDay]: ...

    def applied_between(self, county_id: str, first: date, before: date) -> Iterator[Trip]: ...


class ClaimStore(Protocol):
    def create(self, trip: Trip, claim: Claim) -> bool: ...

    def of(self, trip: Trip) -> Claim | None: ...

    def taken(self, claim: Claim) -> str | None: ...

    def trips_of_approval(self, county_id: str, approval_key: str) -> set[str]: ...

    def trips_of_photo(self, county_id: str, sha256: str) -> set[str]: ...

    def append(
        self,
        entry: Entry,
        trip: Trip,
        budget: Budget,
        *,
        watched_until: date | None,
        record: AuditRecord | None,
    ) -> OutcomeWrite: ...

    def replace(self, trip: Trip) -> bool: ...

    def watched(self, county_id: str, today: date) -> list[str]: ...
