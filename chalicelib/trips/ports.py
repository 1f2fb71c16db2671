"""What half-price trips need of the world."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from chalicelib.ledger.profile import Profile
from chalicelib.staff.audit import AuditRecord
from chalicelib.trips.trips import Budget, Traveller, Trip, TripStatus


class Profiles(Protocol):
    def profile(
        self, county_id: str, member_id: str, *, consistent: bool = False
    ) -> Profile | None: ...


class Cipher(Protocol):
    def seal(self, context: str, fields: Mapping[str, str]) -> tuple[bytes, dict[str, bytes]]: ...

    def open(self, context: str, data_key: bytes, name: str, sealed: bytes) -> str: ...


class TripStore(Protocol):
    """What changes budget or times is one transaction, `False` if somebody else was first."""

    def create(self, trip: Trip, budget: Budget, traveller: Traveller) -> bool: ...

    def end(
        self, trip: Trip, budget: Budget, traveller: Traveller, record: AuditRecord | None
    ) -> bool: ...

    def approve(self, trip: Trip, traveller: Traveller, record: AuditRecord) -> bool: ...

    def by_id(self, county_id: str, trip_id: str) -> Trip | None: ...

    def page(
        self, county_id: str, *, status: TripStatus | None, limit: int, before_id: str | None
    ) -> tuple[list[Trip], str | None]: ...

    def of_member(
        self, county_id: str, member_id: str, *, limit: int, before_id: str | None
    ) -> tuple[list[Trip], str | None]: ...

    def budget(self, county_id: str, year: int) -> Budget: ...

    def traveller(self, county_id: str, member_id: str) -> Traveller: ...

    def due_between(self, county_id: str, first: date, before: date) -> list[str]: ...
