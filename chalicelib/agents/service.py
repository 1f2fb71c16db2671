"""Agents and their counters, opened and closed by staff."""

from msgspec import Struct

from chalicelib.agents.agents import (
    INVITED_FOR,
    TELLERS_MAX,
    Agent,
    Teller,
    TellerKey,
    teller_number,
)
from chalicelib.agents.errors import (
    AgentClosedError,
    AgentNotFoundError,
    AgentStockHeldError,
    TellerLimitError,
    TellerNotFoundError,
)
from chalicelib.agents.ports import AgentStore
from chalicelib.aws.signer import Signer
from chalicelib.core.clock import Clock
from chalicelib.core.errors import IdempotencyKeyReusedError, VersionConflictError
from chalicelib.core.values import new_id, to_milliseconds
from chalicelib.ledger.idempotency import digest, fingerprint
from chalicelib.paper.ports import StockStore
from chalicelib.staff.audit import AuditAction, AuditRecord
from chalicelib.staff.idempotency_keys import propose_once
from chalicelib.staff.person import IdempotencyRecord, Person
from chalicelib.staff.ports import IdempotencyStore

TRIES_MAX = 5
_HELD = ("sent", "agent", "returning")


class NewKey(Struct, frozen=True):
    """`key` is shown once, and again for the same request."""

    teller: Teller
    key: str
    is_repeated: bool


class Agents(Struct, frozen=True):
    store: AgentStore
    stock: StockStore
    idempotency_store: IdempotencyStore
    signer: Signer
    is_live: bool
    clock: Clock

    def open(
        self, county_id: str, by: Person, *, name: str, idempotency_key: str
    ) -> tuple[Agent, bool]:
        """(the agent, whether this key opened it before). Raises `IdempotencyKeyReusedError`."""
        now = to_milliseconds(self.clock())
        wanted = IdempotencyRecord(
            county_id=county_id,
            digest=digest("agent", by.subject, idempotency_key),
            resource_id=new_id("agt", now),
            fingerprint=fingerprint({"name": name}),
        )
        agent_id, is_repeated = propose_once(self.idempotency_store, wanted, lambda: None, now=now)
        known = self.store.agent(county_id, agent_id, consistent=True) if is_repeated else None
        if known is not None:
            return known, True
        agent = Agent(
            county_id=county_id, agent_id=agent_id, name=name, opened_at=now,
            opened_by=by.username,
        )  # fmt: skip
        # A repeat finishes what the first time left half-way; of two at once one writes it.
        self.store.open(agent, self._record(agent, by, "agent_opened", name, {"name": name}))
        return agent, is_repeated

    def close(self, county_id: str, by: Person, agent_id: str, *, reason: str) -> Agent:
        """Within a minute its tellers do nothing more. Raises `AgentNotFoundError`,
        `AgentStockHeldError`, `VersionConflictError`."""
        for _ in range(TRIES_MAX):
            agent = self.one(county_id, agent_id)
            if not agent.is_open:
                return agent
            sums = self.stock.sums(county_id, agent_id)
            held = sum(count for (_, state), count in sums.items() if state in _HELD)
            if held:
                raise AgentStockHeldError(limit=held)
            closed = agent.closed(to_milliseconds(self.clock()))
            record = self._record(agent, by, "agent_closed", reason, {"name": agent.name})
            if self.store.close(closed, record):
                return closed
        raise VersionConflictError

    def one(self, county_id: str, agent_id: str) -> Agent:
        """Raises `AgentNotFoundError`."""
        agent = self.store.agent(county_id, agent_id, consistent=True)
        if agent is None:
            raise AgentNotFoundError
        return agent

    def check_open(self, county_id: str, agent_id: str) -> None:
        """Raises `AgentNotFoundError`, `AgentClosedError`."""
        if not self.one(county_id, agent_id).is_open:
            raise AgentClosedError

    def all(self, county_id: str) -> list[Agent]:
        return self.store.agents(county_id)

    def tellers(self, county_id: str, agent_id: str) -> list[Teller]:
        """Raises `AgentNotFoundError`."""
        self.one(county_id, agent_id)
        return self.store.tellers(county_id, agent_id)

    def add_teller(
        self,
        county_id: str,
        by: Person,
        agent_id: str,
        *,
        label: str,
        phone: str | None,
        idempotency_key: str,
    ) -> NewKey:
        """A counter, and the key for its browser. `phone` (E.164) is the teller's own: only its
        keyed hash is kept. Raises `AgentNotFoundError`, `AgentClosedError`, `TellerLimitError`,
        `IdempotencyKeyReusedError`, `VersionConflictError`."""
        self.check_open(county_id, agent_id)
        now = to_milliseconds(self.clock())
        person_key = self.signer.person_key(county_id, phone) if phone else ""
        made_by = digest("teller", by.subject, idempotency_key)
        for _ in range(TRIES_MAX):
            known = self.store.tellers(county_id, agent_id)
            own = next((each for each in known if each.made_by == made_by), None)
            if own is not None:
                if (own.label, own.person_key) != (label, person_key):
                    raise IdempotencyKeyReusedError
                return self._keyed(own, is_repeated=True)
            if len(known) >= TELLERS_MAX:
                raise TellerLimitError(limit=TELLERS_MAX)
            teller = Teller(
                county_id=county_id,
                agent_id=agent_id,
                number=len(known) + 1,
                label=label,
                invited_until=now + INVITED_FOR,
                person_key=person_key,
                made_by=made_by,
            )
            record = self._teller_record(teller, by, "teller_opened", label)
            if self.store.add_teller(teller, record):
                return self._keyed(teller, is_repeated=False)
        raise VersionConflictError

    def renew(
        self, county_id: str, by: Person, agent_id: str, teller_id: str, *, reason: str
    ) -> NewKey:
        """A new key, and no PIN: of a counter whose key or PIN was lost. What the one before opened
        ends within a minute. Raises `TellerNotFoundError`, `AgentNotFoundError`,
        `AgentClosedError`, `VersionConflictError`."""
        self.check_open(county_id, agent_id)
        now = to_milliseconds(self.clock())
        for _ in range(TRIES_MAX):
            teller = self._teller(county_id, agent_id, teller_id)
            renewed = teller.changed(
                is_anew=True, pin_hash=None, is_active=True, invited_until=now + INVITED_FOR
            )
            record = self._teller_record(renewed, by, "teller_renewed", reason)
            if self.store.replace_teller(renewed, record):
                return self._keyed(renewed, is_repeated=False)
        raise VersionConflictError

    def end(
        self, county_id: str, by: Person, agent_id: str, teller_id: str, *, reason: str
    ) -> Teller:
        """Nobody works at this counter any more. Raises `TellerNotFoundError`,
        `VersionConflictError`."""
        for _ in range(TRIES_MAX):
            teller = self._teller(county_id, agent_id, teller_id)
            if not teller.is_active:
                return teller
            ended = teller.changed(is_anew=True, is_active=False)
            record = self._teller_record(ended, by, "teller_ended", reason)
            if self.store.replace_teller(ended, record):
                return ended
        raise VersionConflictError

    def _teller(self, county_id: str, agent_id: str, teller_id: str) -> Teller:
        number = teller_number(teller_id)
        found = self.store.teller(county_id, agent_id, number, consistent=True) if number else None
        if found is None:
            raise TellerNotFoundError
        return found

    def _keyed(self, teller: Teller, *, is_repeated: bool) -> NewKey:
        key = TellerKey(teller.agent_id, teller.number, teller_secret(self.signer, teller))
        return NewKey(teller, key.text(live=self.is_live), is_repeated)

    def _teller_record(
        self, teller: Teller, by: Person, action: AuditAction, reason: str
    ) -> AuditRecord:
        agent = Agent(
            county_id=teller.county_id, agent_id=teller.agent_id, name="",
            opened_at=self.clock(), opened_by="",
        )  # fmt: skip
        after = {"teller_id": teller.teller_id, "label": teller.label}
        return self._record(agent, by, action, reason, after)

    def _record(
        self,
        agent: Agent,
        by: Person,
        action: AuditAction,
        reason: str,
        after: dict[str, str],
    ) -> AuditRecord:
        now = to_milliseconds(self.clock())
        return AuditRecord(
            county_id=agent.county_id,
            audit_id=new_id("aud", now),
            at=now,
            by=by,
            action=action,
            target_id=agent.agent_id,
            reason=reason,
            before={},
            after=after,
        )


def teller_secret(signer: Signer, teller: Teller) -> str:
    """It follows from who it is for, so it is kept nowhere and is the same when asked again."""
    return signer.merchant_key_secret(
        "teller", teller.county_id, teller.agent_id, str(teller.number), str(teller.generation)
    )
