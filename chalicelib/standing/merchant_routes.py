"""The county's shops: suspending, closing and re-opening them, and the keys of their tills."""

from typing import Annotated, Any

from pydantic import Field

from chalicelib.core.errors import IdempotencyKeyReusedError, VersionConflictError
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Letters, PageQuery, Wanted
from chalicelib.http.terms import KeyRef, MerchantCode, MerchantRef, NextCursor
from chalicelib.merchants.answers import KeyRow, key_facts
from chalicelib.merchants.errors import (
    MerchantKeyEndedError,
    MerchantKeyLimitError,
    MerchantKeyNotFoundError,
    MerchantNotFoundError,
)
from chalicelib.merchants.merchants import (
    SCOPES,
    Merchant,
    MerchantScope,
    MerchantStatus,
    TillScope,
)
from chalicelib.staff.actor import person_of
from chalicelib.standing.routes import DECIDERS, OFFICE, Reason
from chalicelib.standing.wiring import StandingWiring

routes = Operations(tag="standing")


class StaffMerchantsQuery(PageQuery):
    """`q` is a part of the name or of the shop's code."""

    status: MerchantStatus | None = None
    """Only those that stand so."""
    q: Annotated[Wanted, Letters(40)] | None = None
    """A part of the name or of the shop's code."""


class StaffMerchantRow(Shape):
    merchant_id: MerchantRef
    merchant_code: MerchantCode
    name: str
    """What the shop is called."""
    category: str
    """The trade in words."""
    status: MerchantStatus
    """Whether it may take payments now."""
    key_count: int
    """How many valid keys it has."""


class StaffMerchantsAnswer(Shape):
    data: list[StaffMerchantRow]
    """Shops."""
    next_cursor: NextCursor


class StaffMerchantAnswer(StaffMerchantRow):
    address: str
    """Where the shop is."""
    keys: list[KeyRow]
    """Its valid keys."""


class IssuedKeyAnswer(StaffMerchantAnswer):
    """`api_key` is shown this once."""

    api_key: str
    """The new key. It is shown this once."""


class MerchantStatusBody(Shape):
    status: MerchantStatus
    """How the shop shall stand."""
    reason: Reason


class ReasonBody(Shape):
    reason: Reason


Scopes = Annotated[list[TillScope], Field(min_length=1, max_length=len(SCOPES))]


class NewKeyBody(ReasonBody):
    scopes: Scopes = Field(default_factory=lambda: list(SCOPES))
    """What the key may do: `read`, `use` (pay), `cancel`; all of it if left out."""


class KeyScopesBody(ReasonBody):
    scopes: Scopes
    """What the key may do from now on."""


@routes.operation(
    "GET",
    "/v1/staff/merchants",
    summary="All shops, whatever their status",
    audience="staff",
    roles=OFFICE,
    query=StaffMerchantsQuery,
    answer=StaffMerchantsAnswer,
)
def list_merchants_for_staff(call: Call[None]) -> StaffMerchantsAnswer:
    page = call.page()
    merchants = call.wired(StandingWiring).merchants
    status, words = call.query.status, call.query.q
    found, cursor = page.read(
        lambda position: merchants.page(
            call.county_id, status=status, words=words, limit=page.limit, position=position
        )
    )
    rows = [StaffMerchantRow(**_row(merchant)) for merchant in found]
    return StaffMerchantsAnswer(data=rows, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/merchants/{merchant_id}",
    summary="A shop and its valid keys",
    audience="staff",
    roles=OFFICE,
    answer=StaffMerchantAnswer,
    errors=(MerchantNotFoundError,),
)
def show_merchant_to_staff(call: Call[None], merchant_id: MerchantRef) -> StaffMerchantAnswer:
    merchant = call.wired(StandingWiring).merchants.of(call.county_id, merchant_id)
    return StaffMerchantAnswer(**_whole(call, merchant))


@routes.operation(
    "PUT",
    "/v1/staff/merchants/{merchant_id}/status",
    summary="Suspend, close or re-open a shop; its till can go on canceling",
    audience="staff",
    roles=DECIDERS,
    body=MerchantStatusBody,
    answer=StaffMerchantAnswer,
    errors=(MerchantNotFoundError, VersionConflictError),
)
def change_merchant_status(
    call: Call[MerchantStatusBody], merchant_id: MerchantRef
) -> StaffMerchantAnswer:
    changed = call.wired(StandingWiring).merchants.change(
        call.county_id, person_of(call), merchant_id, call.body.status, reason=call.body.reason
    )
    return StaffMerchantAnswer(**_whole(call, changed))


@routes.operation(
    "POST",
    "/v1/staff/merchants/{merchant_id}/keys",
    summary="Issue a key to a shop; shown once, and again for the same request",
    audience="staff",
    roles=DECIDERS,
    status=201,
    body=NewKeyBody,
    answer=IssuedKeyAnswer,
    requires_idempotency_key=True,
    errors=(
        MerchantNotFoundError,
        VersionConflictError,
        MerchantKeyLimitError,
        MerchantKeyEndedError,
        IdempotencyKeyReusedError,
    ),
)
def issue_merchant_key(call: Call[NewKeyBody], merchant_id: MerchantRef) -> IssuedKeyAnswer:
    api_key, merchant, is_repeated = call.wired(StandingWiring).merchants.issue_key(
        call.county_id,
        person_of(call),
        merchant_id,
        _ordered(call.body.scopes),
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return IssuedKeyAnswer(**_whole(call, merchant), api_key=api_key)


@routes.operation(
    "PUT",
    "/v1/staff/merchants/{merchant_id}/keys/{key_id}/scopes",
    summary="Change what one key of a shop may do, within a minute; the key itself stays",
    audience="staff",
    roles=DECIDERS,
    body=KeyScopesBody,
    answer=StaffMerchantAnswer,
    errors=(
        MerchantNotFoundError,
        MerchantKeyNotFoundError,
        MerchantKeyLimitError,
        VersionConflictError,
    ),
)
def change_merchant_key_scopes(
    call: Call[KeyScopesBody], merchant_id: MerchantRef, key_id: KeyRef
) -> StaffMerchantAnswer:
    merchant = call.wired(StandingWiring).merchants.change_key_scopes(
        call.county_id,
        person_of(call),
        merchant_id,
        key_id,
        _ordered(call.body.scopes),
        reason=call.body.reason,
    )
    return StaffMerchantAnswer(**_whole(call, merchant))


@routes.operation(
    "POST",
    "/v1/staff/merchants/{merchant_id}/keys/{key_id}/revoke",
    summary="End one key of a shop, within a minute; one that it does not have changes nothing",
    audience="staff",
    roles=DECIDERS,
    body=ReasonBody,
    answer=StaffMerchantAnswer,
    errors=(MerchantNotFoundError, VersionConflictError),
)
def revoke_merchant_key(
    call: Call[ReasonBody], merchant_id: MerchantRef, key_id: KeyRef
) -> StaffMerchantAnswer:
    merchant = call.wired(StandingWiring).merchants.revoke_key(
        call.county_id, person_of(call), merchant_id, key_id, reason=call.body.reason
    )
    return StaffMerchantAnswer(**_whole(call, merchant))


def _ordered(scopes: list[TillScope]) -> tuple[MerchantScope, ...]:
    """Each once, so that keys of the same scopes are known as such."""
    return tuple(scope for scope in SCOPES if scope in scopes)


def _row(merchant: Merchant) -> dict[str, Any]:
    return {
        "merchant_id": merchant.merchant_id,
        "merchant_code": merchant.merchant_code,
        "name": merchant.name,
        "category": merchant.category,
        "status": merchant.status,
        "key_count": len(merchant.key_hashes),
    }


def _whole(call: Call[Any], merchant: Merchant) -> dict[str, Any]:
    keys = call.wired(StandingWiring).merchants.keys(merchant)
    rows = [KeyRow(**key_facts(key)) for key in keys]
    return _row(merchant) | {"address": merchant.address, "keys": rows}
