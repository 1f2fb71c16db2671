"""Paying back what someone bought who has left: the wallet found, and the refund recorded."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.approvals.errors import OwnWalletError, StaffNumberMissingError
from chalicelib.core.errors import RateLimitedError
from chalicelib.core.observability import logger
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import Birth, Time
from chalicelib.http.terms import MemberRef, VoucherRef
from chalicelib.joining.errors import PhoneInvalidError
from chalicelib.ledger.errors import VoucherExpiredError
from chalicelib.sales.errors import (
    LeftWalletNotFoundError,
    VoucherNotFoundError,
    VoucherNotRefundableError,
)
from chalicelib.sales.payout_routes import PAYERS, RefundRow, refund_row
from chalicelib.sales.payouts import LeftVouchers
from chalicelib.sales.purchases import worth
from chalicelib.sales.wiring import SalesWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="payouts")


class LeftWalletBody(Shape):
    """The number that the wallet had when its member left, and the birth date of the ID."""

    phone: Annotated[str, Field(min_length=4, max_length=32, examples=["010-1234-5678"])]
    """The number that the wallet had when its member left."""
    birth_on: Birth
    """The birth date on the document that is shown."""


class LeavingRefundBody(LeftWalletBody):
    voucher_id: Annotated[str, Field(min_length=1, max_length=64)]
    """The voucher whose rest is paid back."""


class LeftVoucher(Shape):
    """In won: `refund_amount` is what the rest was bought for."""

    voucher_id: VoucherRef
    face_amount: int
    """Won that it was issued for."""
    remaining_amount: int
    """Won that are left of it."""
    refund_amount: int
    """Won that the rest was bought for."""
    expires_on: date | None
    """Its last day; null if it has none."""


class LeftWalletRow(Shape):
    member_id: MemberRef
    left_at: Time
    """When the member left."""
    vouchers: list[LeftVoucher]
    """Bought vouchers with something left."""


class LeftWalletsAnswer(Shape):
    data: list[LeftWalletRow]
    """Wallets of this number and birth date."""


@routes.operation(
    "POST",
    "/v1/staff/left-wallets/search",
    summary="Find what someone bought who has left, by number and birth date; logged",
    audience="staff",
    roles=PAYERS,
    body=LeftWalletBody,
    answer=LeftWalletsAnswer,
    errors=(PhoneInvalidError, OwnWalletError, LeftWalletNotFoundError, RateLimitedError),
)
def find_left_wallets(call: Call[LeftWalletBody]) -> LeftWalletsAnswer:
    # Before it is looked for: who tries birth dates finds nothing, mostly.
    logger.info("left_wallet_searched", staff=call.staff.subject, county_id=call.county_id)
    found = call.wired(SalesWiring).left_wallets.find(
        call.county_id, person_of(call), phone=call.body.phone, birth_on=call.body.birth_on
    )
    logger.info(
        "left_wallets_found",
        staff=call.staff.subject,
        county_id=call.county_id,
        member_ids=[one.member_id for one in found],
    )
    return LeftWalletsAnswer(data=[_row(one) for one in found])


@routes.operation(
    "POST",
    "/v1/staff/left-wallets/{member_id}/refunds",
    summary="Record that a bought voucher of someone who has left is paid back; another of staff "
    "hands it over",
    audience="staff",
    roles=PAYERS,
    status=201,
    body=LeavingRefundBody,
    answer=RefundRow,
    requires_idempotency_key=True,
    errors=(
        PhoneInvalidError,
        LeftWalletNotFoundError,
        VoucherNotFoundError,
        VoucherNotRefundableError,
        VoucherExpiredError,
        OwnWalletError,
        StaffNumberMissingError,
        RateLimitedError,
    ),
)
def refund_left_voucher(call: Call[LeavingRefundBody], member_id: MemberRef) -> RefundRow:
    body = call.body
    outcome = call.wired(SalesWiring).left_wallets.refund(
        call.county_id,
        person_of(call),
        member_id,
        phone=body.phone,
        birth_on=body.birth_on,
        voucher_id=body.voucher_id,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(outcome.replayed)
    logger.info(
        "leaving_refund_recorded",
        staff=call.staff.subject,
        county_id=call.county_id,
        entry_id=outcome.entry.entry_id,
    )
    return refund_row(call.wired(SalesWiring).payouts.refund(outcome.entry))


def _row(found: LeftVouchers) -> LeftWalletRow:
    return LeftWalletRow(
        member_id=found.member_id,
        left_at=found.left_at,
        vouchers=[
            LeftVoucher(
                voucher_id=lot.lot_id,
                face_amount=lot.face,
                remaining_amount=lot.remaining,
                refund_amount=worth(lot, lot.terms),
                expires_on=lot.expires_on,
            )
            for lot in found.lots
            if lot.terms is not None
        ],
    )
