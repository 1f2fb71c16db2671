"""Gates: opened and closed by staff, and told by their keys."""

from functools import partial

from msgspec import Struct, field

from chalicelib.aws.pass_keys import PassKeys
from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.errors import NotAllowedError, NotAuthenticatedError, VersionConflictError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore
from chalicelib.visits.errors import GateNotFoundError
from chalicelib.visits.facility_service import Facilities
from chalicelib.visits.gates import Gate, GateActor, GateScope, gate_key, read_gate_key
from chalicelib.visits.ports import GateStore

TRIES_MAX = 5


class Gates(Struct, frozen=True):
    store: GateStore
    facilities: Facilities
    idempotency_store: IdempotencyStore
    keys: PassKeys
    is_live: bool
    clock: Clock
    known: TtlCache[Gate | None] = field(default_factory=TtlCache)

    def authenticate(self, county_id: str, credentials: str) -> GateActor:
        """By its key; remembered for a minute: so long a gate that was closed may still report.

        Raises `NotAuthenticatedError`.
        """
        secret_of = partial(self.keys.gate_secret, county_id)
        gate_id = read_gate_key(credentials, secret_of, live=self.is_live)
        if gate_id is None:
            raise NotAuthenticatedError
        key = (county_id, gate_id)
        gate = self.known.get(key, lambda: self.store.one(county_id, gate_id))
        if gate is None or not gate.is_open:
            raise NotAuthenticatedError
        return GateActor(gate)

    def open(
        self,
        county_id: str,
        person: Person,
        *,
        facility_id: str,
        name: str,
        scopes: tuple[GateScope, ...],
        idempotency_key: str,
    ) -> tuple[Gate, bool]:
        """(the gate, whether this key opened it before).

        Raises `FacilityNotFoundError`, `FacilityOutOfUseError`, `IdempotencyKeyReusedError`.
        """
        now = to_milliseconds(self.clock())
        asked = IdempotencyRecord(
            county_id=county_id,
            digest=digest("gate", person.subject, idempotency_key),
            resource_id=new_id("gat", now),
            fingerprint=fingerprint({"at": facility_id, "name": name, "may": list(scopes)}),
        )
        gate_id, is_repeated = propose_once(
            self.idempotency_store,
            asked,
            lambda: self.facilities.in_use(county_id, facility_id),
            now=now,
        )
        known = self.store.one(county_id, gate_id, consistent=True) if is_repeated else None
        if known is not None:
            return known, True
        gate = Gate(
            county_id=county_id,
            gate_id=gate_id,
            facility_id=facility_id,
            name=name,
            scopes=scopes,
            opened_at=now,
            opened_by=person.username,
        )
        # A repeat finishes what the first time left half-way; of two at once one writes it.
        self.store.open(gate, _record(gate, person, "gate_opened", name))
        return gate, is_repeated

    def close(self, county_id: str, person: Person, gate_id: str, *, reason: str) -> Gate:
        """Within a minute it reports nothing more. Raises `GateNotFoundError`,
        `VersionConflictError`."""
        for _ in range(TRIES_MAX):
            gate = self.store.one(county_id, gate_id, consistent=True)
            if gate is None:
                raise GateNotFoundError
            if not gate.is_open:
                return gate
            closed = gate.closed(to_milliseconds(self.clock()))
            if self.store.close(closed, _record(closed, person, "gate_closed", reason)):
                self.known.forget((county_id, gate_id))
                return closed
        raise VersionConflictError

    def all(self, county_id: str) -> list[Gate]:
        return self.store.all(county_id)

    def key_of(self, gate: Gate) -> str:
        secret_of = partial(self.keys.gate_secret, gate.county_id)
        return gate_key(gate.gate_id, secret_of, live=self.is_live)


def check_gate(actor: object, facility_id: str, scope: GateScope) -> None:
    """A gate reports of its own facility, and what it may; staff of any. Raises
    `NotAllowedError`."""
    if not isinstance(actor, GateActor):
        return
    if actor.gate.facility_id != facility_id or scope not in actor.gate.scopes:
        raise NotAllowedError


def _record(gate: Gate, person: Person, action: AuditAction, reason: str) -> AuditRecord:
    at = gate.closed_at or gate.opened_at
    return AuditRecord(
        county_id=gate.county_id,
        audit_id=new_id("aud", at),
        at=at,
        by=person,
        action=action,
        target_id=gate.gate_id,
        reason=reason,
        before={},
        after={"facility_id": gate.facility_id, "name": gate.name},
    )
