"""Records of who did or saw what: made for the transaction that writes what they tell of, or, of a
look that changes nothing, written at once."""

from msgspec import Struct

from chalicelib.core.clock import Clock
from chalicelib.staff.audit import AuditAction, AuditRecord, Facts
from chalicelib.staff.audit_store import AuditStore
from chalicelib.staff.person import Person


class AuditTrail(Struct, frozen=True):
    store: AuditStore
    clock: Clock

    def record(
        self,
        county_id: str,
        person: Person,
        action: AuditAction,
        target_id: str,
        *,
        reason: str = "",
        facts: Facts | None = None,
    ) -> AuditRecord:
        """Not written yet: for the transaction that writes what it tells of."""
        return AuditRecord.made(
            county_id=county_id,
            at=self.clock(),
            by=person,
            action=action,
            target_id=target_id,
            reason=reason,
            before={},
            after=facts or {},
        )

    def note(
        self,
        county_id: str,
        person: Person,
        action: AuditAction,
        target_id: str,
        *,
        reason: str = "",
        facts: Facts | None = None,
    ) -> AuditRecord:
        """One record a look, before anything is shown: what could not be recorded is not shown
        (Standards for the safety of personal data, art. 8)."""
        record = self.record(county_id, person, action, target_id, reason=reason, facts=facts)
        self.store.put(record)
        return record
