"""What a view is given, and what it may return."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace
from pydantic import BaseModel, ConfigDict

from chalicelib.aws.adapters import Adapters, WiringT
from chalicelib.core.actors import Actor, MemberActor, StaffActor
from chalicelib.core.languages import Language
from chalicelib.core.settings import Settings
from chalicelib.http.paging import Page, page_of

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema

BodyT = TypeVar("BodyT")
ActorT = TypeVar("ActorT")


class _Described(BaseModel):
    """Each field has words, below it or of its term: see `http.described`."""

    model_config = ConfigDict(defer_build=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: "CoreSchema", handler: "GetJsonSchemaHandler"
    ) -> dict[str, Any]:
        # Not at the top: it is for whoever asks for the OpenAPI document.
        from chalicelib.http.described import describe

        made = handler(schema)
        describe(cls, handler.resolve_ref_schema(made))
        return made


class Shape(_Described):
    """Bodies and answers: unknown fields are refused, and nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Query(_Described):
    """Query parameters, which are always text and so are converted. Unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class NoQuery(Query):
    """Of operations that take no parameters."""


class Document(Struct, frozen=True):
    """An answer that is not JSON."""

    content: str | bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


def attachment(
    name: str, content: str | bytes, content_type: str = "text/csv; charset=utf-8"
) -> Document:
    """A file that a browser keeps as `name`, which is ours and no text of people."""
    return Document(
        content, content_type, {"Content-Disposition": f'attachment; filename="{name}"'}
    )


class Call(Struct, Generic[BodyT], kw_only=True):
    """One request, checked. `name` is the operation with what its path names."""

    adapters: Adapters
    name: str
    county_id: str
    language: Language
    base_url: str
    source: str
    body: BodyT
    query: Any = None
    idempotency_key: str = ""
    _actor: Actor | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def member(self) -> MemberActor:
        return self.actor(MemberActor)

    @property
    def staff(self) -> StaffActor:
        return self.actor(StaffActor)

    def actor(self, kind: type[ActorT]) -> ActorT:
        """Who is calling, as the kind of actor that the operation is for."""
        if not isinstance(self._actor, kind):
            raise TypeError(f"this operation is not for a {kind.__name__}")
        return self._actor

    def acting_as(self, actor: Actor) -> "Call[BodyT]":
        """The same request, by `actor`; what is set on the answer stays in common."""
        return replace(self, _actor=actor)

    @property
    def settings(self) -> Settings:
        return self.adapters.settings

    def now(self) -> datetime:
        """The time of this request, which in the local stage may be a simulated one."""
        return self.adapters.now()

    def wired(self, wiring: type[WiringT]) -> WiringT:
        """A package's services."""
        return self.adapters.wired(wiring)

    def page(self, **defaults: Any) -> Page:
        """The page of a list that is asked for, `defaults` being what filters that were left out
        stand for. Raises `CursorInvalidError`."""
        return page_of(
            self.query,
            self.adapters.signer,
            name=self.name,
            county_id=self.county_id,
            reader=self._actor,
            defaults=defaults,
        )

    def mark_replayed(self, is_replayed: bool) -> None:
        if is_replayed:
            self.headers["Idempotent-Replayed"] = "true"
