"""A phone or tablet at a facility's entrance, and what it may do."""

import hmac
import re
from collections.abc import Callable
from datetime import datetime
from typing import Literal, get_args

from msgspec import Struct
from msgspec.structs import replace

from chalicelib.core.values import ID_FORM

GateScope = Literal["admit", "count", "book"]
"""To check passes; to count those without one; to see the day's book of fees."""
GATE_SCOPES: tuple[GateScope, ...] = get_args(GateScope)
KEY_PREFIX = "gk_"
_KEY = re.compile(rf"gk_(live|test)_({ID_FORM})-([A-Za-z0-9_-]{{27}})")


class Gate(Struct, frozen=True, kw_only=True):
    """Its key is not kept: it follows from `gate_id` and our own secret."""

    county_id: str
    gate_id: str
    facility_id: str
    name: str
    scopes: tuple[GateScope, ...]
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def closed(self, now: datetime) -> "Gate":
        return replace(self, closed_at=now, version=self.version + 1)


class GateActor(Struct, frozen=True):
    """A gate that proved itself by its key."""

    gate: Gate

    @property
    def subject(self) -> str:
        return self.gate.gate_id


SecretOf = Callable[[str], str]
"""The secret part of a gate's key, by the gate's id."""


def gate_key(gate_id: str, secret_of: SecretOf, *, live: bool) -> str:
    return f"{KEY_PREFIX}{_stage(live)}_{gate_id.removeprefix('gat_')}-{secret_of(gate_id)}"


def read_gate_key(text: str, secret_of: SecretOf, *, live: bool) -> str | None:
    """The id of the gate whose key it is; `None` for what is no key of this stage."""
    read = _KEY.fullmatch(text)
    if read is None or read[1] != _stage(live):
        return None
    gate_id = f"gat_{read[2]}"
    return gate_id if hmac.compare_digest(secret_of(gate_id), read[3]) else None


def _stage(live: bool) -> str:
    return "live" if live else "test"
