"""Facilities made, described, closed and opened again at the desk, by one person with a record.

What moves money, the fees and who pays less, is not among it: terms take two people, and without
any nobody is let in (decision 0064).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.clock import Clock
from chalicelib.core.errors import VersionConflictError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.county.facilities import Closure, Facility, FacilityKind
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.staff.audit import AuditAction, AuditRecord, Facts
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore
from chalicelib.visits.errors import (
    FacilityNameTakenError,
    FacilityNotFoundError,
)
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.ports import Directory, FacilityDeskStore

CLOSURES_MAX = 50
"""They stand in the facility itself: of more, the oldest are in the record alone."""


class Draft(Struct, frozen=True, kw_only=True):
    """What somebody says of a facility that is to be made."""

    name: str
    name_en: str
    address: str
    kind: FacilityKind
    benefit: str
    benefit_en: str


class FacilityDesk(Struct, frozen=True):
    store: FacilityDeskStore
    directory: Directory
    facilities: Facilities
    idempotency_store: IdempotencyStore
    clock: Clock

    def make(
        self, county_id: str, person: Person, draft: Draft, *, reason: str, idempotency_key: str
    ) -> tuple[Facility, bool]:
        """(the facility, whether this key made it before). It has no terms yet.

        Raises `FacilityNameTakenError`, `IdempotencyKeyReusedError`.
        """
        now = to_milliseconds(self.clock())
        said = {name: getattr(draft, name) for name in Draft.__struct_fields__}
        asked = IdempotencyRecord(
            county_id=county_id,
            digest=digest("facility-made", person.subject, idempotency_key),
            resource_id=new_id("fac", now),
            fingerprint=fingerprint({**said, "reason": reason}),
        )
        facility_id, is_repeated = propose_once(
            self.idempotency_store,
            asked,
            lambda: self._check_name(county_id, draft.name),
            now=now,
        )
        known = self.directory.one(county_id, facility_id) if is_repeated else None
        if known is not None:
            return known, True
        facility = Facility(county_id=county_id, facility_id=facility_id, fee_amount=0, **said)
        record = _record(facility, person, "facility_made", reason, {}, said, now)
        # A repeat finishes what the first time left half-way; of two at once one writes it.
        self.store.create(facility, record)
        self.facilities.forget(county_id, facility_id)
        return facility, is_repeated

    def change(
        self,
        county_id: str,
        person: Person,
        facility_id: str,
        changes: Mapping[str, Any],
        *,
        version: int,
        reason: str,
    ) -> Facility:
        """`version` is the one that was seen. What is so already is not written again.

        Raises `FacilityNotFoundError`, `FacilityNameTakenError`, `VersionConflictError`.
        """
        before = self.of(county_id, facility_id)
        wanted = replace(before, **changes)
        if wanted == before:
            return before
        if wanted.name != before.name:
            self._check_name(county_id, wanted.name)
        different = [n for n in changes if getattr(before, n) != getattr(wanted, n)]
        return self._put(
            before,
            wanted,
            person,
            "facility_changed",
            version=version,
            reason=reason,
            told=({n: getattr(before, n) for n in different}, {n: changes[n] for n in different}),
        )

    def close(
        self, county_id: str, person: Person, facility_id: str, *, version: int, reason: str
    ) -> Facility:
        """From now on nobody is let in, and visitors read the reason. One that is closed stays as
        it is.

        Raises `FacilityNotFoundError`, `VersionConflictError`.
        """
        before = self.of(county_id, facility_id)
        if before.closure is not None:
            return before
        closure = Closure(to_milliseconds(self.clock()), reason)
        return self._put(
            before,
            replace(before, closures=(*before.closures, closure)[-CLOSURES_MAX:]),
            person,
            "facility_closed",
            version=version,
            reason=reason,
        )

    def reopen(
        self, county_id: str, person: Person, facility_id: str, *, version: int, reason: str
    ) -> Facility:
        """With the terms that it has. Raises `FacilityNotFoundError`, `VersionConflictError`."""
        before = self.of(county_id, facility_id)
        if before.closure is None:
            return before
        over = replace(before.closure, reopened_at=to_milliseconds(self.clock()))
        return self._put(
            before,
            replace(before, closures=(*before.closures[:-1], over)),
            person,
            "facility_reopened",
            version=version,
            reason=reason,
        )

    def of(self, county_id: str, facility_id: str) -> Facility:
        """As it is now. Raises `FacilityNotFoundError`."""
        facility = self.directory.one(county_id, facility_id)
        if facility is None:
            raise FacilityNotFoundError
        return facility

    def all(self, county_id: str) -> list[Facility]:
        """As they are now, those out of use last, else by name."""
        known = self.directory.all(county_id, consistent=True)
        return sorted(known, key=lambda one: (one.closure is not None, one.name))

    def _put(
        self,
        before: Facility,
        wanted: Facility,
        person: Person,
        action: AuditAction,
        *,
        version: int,
        reason: str,
        told: tuple[Facts, Facts] | None = None,
    ) -> Facility:
        if before.version != version:
            raise VersionConflictError
        wanted = replace(wanted, version=version + 1)
        was, now_is = told or ({}, {"name": wanted.name})
        record = _record(wanted, person, action, reason, was, now_is, to_milliseconds(self.clock()))
        if not self.store.change(wanted, record):
            raise VersionConflictError
        self.facilities.forget(wanted.county_id, wanted.facility_id)
        return wanted

    def _check_name(self, county_id: str, name: str) -> None:
        """Visitors tell sights apart by their names."""
        if any(one.name == name for one in self.directory.all(county_id)):
            raise FacilityNameTakenError(param="name")


def _record(
    facility: Facility,
    person: Person,
    action: AuditAction,
    reason: str,
    before: Facts,
    after: Facts,
    now: datetime,
) -> AuditRecord:
    return AuditRecord(
        county_id=facility.county_id,
        audit_id=new_id("aud", now),
        at=now,
        by=person,
        action=action,
        target_id=facility.facility_id,
        reason=reason,
        before=before,
        after=after,
    )
