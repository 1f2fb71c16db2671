"""An agent, such as a branch of 농협, and the tellers at its counters.

Act on local gift certificates arts. 2, 6: vouchers are stored, sold and exchanged by financial
companies with an agreement.
"""

import re
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import ID_FORM
from chalicelib.staff.person import Person

TELLERS_MAX = 50
"""Of an agent, those who left included: sales name them."""
INVITED_FOR = timedelta(days=3)
"""A teller's key that no PIN was set by within it opens nothing."""
KEY_PREFIX = "at_"
_KEY = re.compile(rf"at_(live|test)_({ID_FORM})-([1-9][0-9]{{0,2}})-([A-Za-z0-9_-]{{27}})")


class Agent(Struct, frozen=True, kw_only=True):
    county_id: str
    agent_id: str
    name: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def closed(self, now: datetime) -> "Agent":
        return replace(self, closed_at=now, version=self.version + 1)


class Teller(Struct, frozen=True, kw_only=True):
    """`label` names the counter, not the person. `pin_hash` is keyed and `None` until the teller
    sets a PIN, which may be until `invited_until`; `generation` counts keys and PINs: a new one
    ends what the one before opened. `person_key`: of the teller's own number, by which the own
    wallet is known. `made_by`: the digest of the request that opened it."""

    county_id: str
    agent_id: str
    number: int
    label: str
    invited_until: datetime
    person_key: str = ""
    pin_hash: str | None = None
    generation: int = 1
    is_active: bool = True
    made_by: str = ""
    version: int = 1

    @property
    def teller_id(self) -> str:
        return f"t{self.number}"

    def changed(self, *, is_anew: bool = False, **facts: object) -> "Teller":
        """With these facts of it; `is_anew` is a generation more."""
        generation = self.generation + is_anew
        return replace(self, **facts, generation=generation, version=self.version + 1)

    def person(self, agent: Agent) -> Person:
        """As the seller of what is sold at this counter."""
        return Person(
            f"{self.agent_id}/{self.teller_id}", f"{agent.name} {self.label}", self.person_key
        )


class TellerKey(Struct, frozen=True):
    """What a teller's browser keeps."""

    agent_id: str
    number: int
    secret: str

    def text(self, *, live: bool) -> str:
        bare = self.agent_id.removeprefix("agt_")
        return f"{KEY_PREFIX}{_stage(live)}_{bare}-{self.number}-{self.secret}"


def read_teller_key(text: str, *, live: bool) -> TellerKey | None:
    """`None` for what is no key of this stage."""
    read = _KEY.fullmatch(text)
    if read is None or read[1] != _stage(live):
        return None
    return TellerKey(f"agt_{read[2]}", int(read[3]), read[4])


def teller_number(teller_id: str) -> int:
    """Of `t3` the 3; 0, which nobody has, for what is no id of a teller."""
    digits = teller_id.removeprefix("t")
    return int(digits) if re.fullmatch("[1-9][0-9]{0,2}", digits) else 0


def agent_of(subject: str) -> str:
    """Of whose teller a seller is; the subject itself of who is none's."""
    return subject.partition("/")[0]


def _stage(live: bool) -> str:
    return "live" if live else "test"
