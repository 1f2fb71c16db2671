"""Who works at an agent's counter now: by the counter's key and the teller's PIN."""

import hmac
from datetime import datetime, timedelta

from msgspec import Struct, field

from chalicelib.agents.actors import AgentActor, AgentScope
from chalicelib.agents.agents import Agent, Teller, read_teller_key
from chalicelib.agents.errors import (
    TellerPinMissingError,
    TellerPinSetError,
    TellerPinTooEasyError,
    TellerPinWrongError,
)
from chalicelib.agents.ports import AgentStore, Tries
from chalicelib.agents.service import teller_secret
from chalicelib.aws.signer import Signer
from chalicelib.core.cache import TtlCache
from chalicelib.core.clock import Clock
from chalicelib.core.errors import (
    NotAuthenticatedError,
    TokenExpiredError,
    VersionConflictError,
)
from chalicelib.joining.throttling import DAY
from chalicelib.shops.errors import PinTooEasyError
from chalicelib.shops.people import check_pin

SESSION_TTL = timedelta(hours=12)
TOKEN_PREFIX = "as_"  # noqa: S105
COUNTER_SCOPES: tuple[AgentScope, ...] = ("counter",)
WORK_SCOPES: tuple[AgentScope, ...] = ("counter", "work")
TRIES_WINDOW = timedelta(minutes=10)
TRIES_MAX = 10
WRONG_MAX_PER_DAY = 30
"""As at a shop's phone: each try is counted before it is judged."""


class TellerSession(Struct, frozen=True):
    token: str
    expires_at: datetime
    actor: AgentActor


class AgentSessions(Struct, frozen=True):
    store: AgentStore
    tries: Tries
    signer: Signer
    is_live: bool
    clock: Clock
    known: TtlCache[tuple[Agent, Teller] | None] = field(default_factory=TtlCache)

    def set_pin(self, actor: AgentActor, pin: str) -> TellerSession:
        """The first one of this key; from then on it takes the PIN to work. Where one is set this
        tells whether it is the same, so that is a try like any other. Raises `TellerPinSetError`,
        `TellerPinTooEasyError`, `RateLimitedError`, `VersionConflictError`."""
        teller = self._fresh(actor)
        if teller.pin_hash is not None:
            if not self._is_right(teller, teller.pin_hash, pin):
                raise TellerPinSetError
            return self._of(actor.agent, teller)
        try:
            check_pin(pin)
        except PinTooEasyError as exc:
            raise TellerPinTooEasyError(param="pin") from exc
        changed = teller.changed(pin_hash=self._hash(teller, pin))
        if not self.store.replace_teller(changed):
            raise VersionConflictError
        self.known.forget((teller.county_id, teller.agent_id, teller.number))
        return self._of(actor.agent, changed)

    def begin(self, actor: AgentActor, pin: str) -> TellerSession:
        """Raises `TellerPinMissingError`, `TellerPinWrongError`, `RateLimitedError`."""
        teller = self._fresh(actor)
        if teller.pin_hash is None:
            raise TellerPinMissingError
        if not self._is_right(teller, teller.pin_hash, pin):
            raise TellerPinWrongError(param="pin")
        return self._of(actor.agent, teller)

    def authenticate(self, county_id: str, credentials: str) -> AgentActor:
        """The counter, or who works at it. Remembered for a minute: so long one that was closed may
        still work. Raises `NotAuthenticatedError`, `TokenExpiredError`."""
        if credentials.startswith(TOKEN_PREFIX):
            return self._at_work(county_id, credentials.removeprefix(TOKEN_PREFIX))
        key = read_teller_key(credentials, live=self.is_live)
        known = self._read(county_id, key.agent_id, key.number) if key else None
        if key is None or known is None:
            raise NotAuthenticatedError
        agent, teller = known
        if not hmac.compare_digest(teller_secret(self.signer, teller), key.secret):
            # A new key may be newer than what is remembered here.
            self.known.forget((county_id, key.agent_id, key.number))
            known = self._read(county_id, key.agent_id, key.number)
            if known is None or not hmac.compare_digest(
                teller_secret(self.signer, known[1]), key.secret
            ):
                raise NotAuthenticatedError
            agent, teller = known
        if teller.pin_hash is None and self.clock() >= teller.invited_until:
            raise NotAuthenticatedError
        return AgentActor(agent, teller, COUNTER_SCOPES)

    def _at_work(self, county_id: str, token: str) -> AgentActor:
        claims = self.signer.read_agent_token(token, self.clock())
        if claims["cty"] != county_id:
            raise NotAuthenticatedError
        place = claims["sub"], claims["tel"]
        known = self._read(county_id, *place)
        if known is not None and known[1].generation < claims["gen"]:
            self.known.forget((county_id, *place))
            known = self._read(county_id, *place)
        if known is None:
            raise NotAuthenticatedError
        if known[1].generation != claims["gen"]:
            raise TokenExpiredError
        return AgentActor(*known, WORK_SCOPES)

    def _of(self, agent: Agent, teller: Teller) -> TellerSession:
        expires_at = self.clock().replace(microsecond=0) + SESSION_TTL
        claims = {
            "sub": teller.agent_id,
            "cty": teller.county_id,
            "tel": teller.number,
            "gen": teller.generation,
        }
        token = TOKEN_PREFIX + self.signer.agent_token(claims, expires_at)
        return TellerSession(token, expires_at, AgentActor(agent, teller, WORK_SCOPES))

    def _fresh(self, actor: AgentActor) -> Teller:
        own = actor.teller
        teller = self.store.teller(own.county_id, own.agent_id, own.number, consistent=True)
        if teller is None or not teller.is_active or teller.generation != own.generation:
            raise NotAuthenticatedError
        return teller

    def _is_right(self, teller: Teller, pin_hash: str, pin: str) -> bool:
        """Counted before it is judged. Raises `RateLimitedError`."""
        county_id, subject = teller.county_id, f"teller_pin/{teller.agent_id}/{teller.teller_id}"
        wrong = f"{subject}/wrong"
        self.tries.check_room(county_id, wrong, maximum=WRONG_MAX_PER_DAY, window=DAY)
        self.tries.check(county_id, subject, maximum=TRIES_MAX, window=TRIES_WINDOW)
        is_right = hmac.compare_digest(self._hash(teller, pin), pin_hash)
        if not is_right:
            self.tries.count(county_id, wrong, DAY)
        return is_right

    def _hash(self, teller: Teller, pin: str) -> str:
        where = f"{teller.county_id}/{teller.agent_id}/{teller.number}"
        return self.signer.code_hash(f"teller_pin/{where}", pin)

    def _read(self, county_id: str, agent_id: str, number: int) -> tuple[Agent, Teller] | None:
        """`None` for a counter or an agent that is closed, or that there is not."""

        def load() -> tuple[Agent, Teller] | None:
            teller = self.store.teller(county_id, agent_id, number)
            if teller is None or not teller.is_active:
                return None
            agent = self.store.agent(county_id, agent_id)
            return (agent, teller) if agent and agent.is_open else None

        return self.known.get((county_id, agent_id, number), load)
