"""What an operation of the JSON API is: one declaration that the behaviour (`http.handling`), the
OpenAPI document and the reference are all made from."""

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from chalicelib.core.errors import DomainError
from chalicelib.http.call import Document, Query, Shape

Audience = Literal["anyone", "member", "merchant", "agent", "staff"]
ANY_ROLE = ("operator", "manager", "treasurer", "auditor", "gate", "booth")
APPROVERS = ("manager", "treasurer")
"""The roles of those who decide over money."""

View = Callable[..., Shape | Document]
"""Given a `Call` and the values in the path, does what is asked and answers."""


class Operation(Struct, frozen=True, kw_only=True):
    """`scope` is what a merchant's key must carry, or a gate's, which may do some of what is for
    staff of the role `gate`; `roles` are the staff who may. What moves value requires an
    Idempotency-Key, other operations may take one."""

    method: str
    path: str
    summary: str
    audience: Audience
    status: int
    body: type[Shape] | None
    query: type[Query] | None
    answer: type[Shape] | None
    errors: tuple[type[DomainError], ...]
    requires_idempotency_key: bool
    takes_idempotency_key: bool
    scope: str | None
    roles: tuple[str, ...]
    body_bytes_max: int
    tag: str
    view: View

    @property
    def asks_for_account(self) -> bool:
        """Whether the caller's account must stand now, whatever the token of a while ago says:
        for all that staff change, not for what they read."""
        return self.audience == "staff" and self.method != "GET"

    @property
    def needs_mfa(self) -> bool:
        """Whether it is for nobody but those who approve: they alone, with a second factor."""
        return self.asks_for_account and set(self.roles) <= set(APPROVERS)


BODY_BYTES_MAX = 64 * 1024
"""Of every operation that does not say otherwise."""


class Operations:
    """The operations of one module, in the order in which it has them; `tag` groups them in
    OpenAPI."""

    def __init__(self, *, tag: str) -> None:
        self._tag = tag
        self._listed: list[Operation] = []

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._listed)

    def operation(
        self,
        method: str,
        path: str,
        *,
        summary: str,
        audience: Audience,
        status: int = 200,
        body: type[Shape] | None = None,
        query: type[Query] | None = None,
        answer: type[Shape] | None = None,
        errors: tuple[type[DomainError], ...] = (),
        requires_idempotency_key: bool = False,
        takes_idempotency_key: bool = False,
        scope: str | None = None,
        roles: tuple[str, ...] = ANY_ROLE,
        body_bytes_max: int = BODY_BYTES_MAX,
    ) -> Callable[[View], View]:
        """List the function below as the view of an operation."""

        def listed(view: View) -> View:
            self._listed.append(
                Operation(
                    method=method,
                    path=path,
                    summary=summary,
                    audience=audience,
                    status=status,
                    body=body,
                    query=query,
                    answer=answer,
                    errors=errors,
                    requires_idempotency_key=requires_idempotency_key,
                    takes_idempotency_key=requires_idempotency_key or takes_idempotency_key,
                    scope=scope,
                    roles=roles,
                    body_bytes_max=body_bytes_max,
                    tag=self._tag,
                    view=view,
                )
            )
            return view

        return listed
