"""What a view is given, and what it may return."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from chalicelib.core.actors import MemberActor, StaffActor
from chalicelib.paying.actors import MerchantActor

BodyT = TypeVar("BodyT")
ActorT = TypeVar("ActorT")


class Shape(BaseModel):
    """Bodies and answers: unknown fields are refused, and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Query(BaseModel):
    """Query parameters, which are always text and so are converted. Unknown ones are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


@dataclass(frozen=True, slots=True)
class Document:
    """An answer that is not JSON."""

    content: str | bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Call(Generic[BodyT]):
    """One request, checked. Only the actor that the operation asks for is set."""

    county_id: str
    language: str
    base_url: str
    source: str
    body: BodyT
    query: Any = None
    idempotency_key: str = ""
    _actor: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def member(self) -> MemberActor:
        return _typed(self._actor, MemberActor)

    @property
    def merchant(self) -> MerchantActor:
        return _typed(self._actor, MerchantActor)

    @property
    def staff(self) -> StaffActor:
        return _typed(self._actor, StaffActor)

    def mark_replayed(self, is_replayed: bool) -> None:
        if is_replayed:
            self.headers["Idempotent-Replayed"] = "true"


def _typed(actor: Any, kind: type[ActorT]) -> ActorT:
    if not isinstance(actor, kind):
        raise TypeError(f"this operation is not for a {kind.__name__}")
    return actor
