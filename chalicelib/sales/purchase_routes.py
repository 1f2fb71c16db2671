"""The rest of a nearly spent voucher. By docs/give-back.md."""

from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.http.terms import VoucherRef
from chalicelib.ledger.errors import (
    MemberNotFoundError,
    MemberSuspendedError,
    VoucherExpiredError,
)
from chalicelib.sales.errors import (
    ChangeRefundNotReachedError,
    VoucherNotFoundError,
    VoucherNotRefundableError,
)
from chalicelib.sales.refund_answer import RefundAnswer, refund_answer
from chalicelib.sales.wiring import SalesWiring

routes = Operations(tag="purchases")

GONE = (MemberNotFoundError, MemberSuspendedError)


@routes.operation(
    "POST",
    "/v1/me/vouchers/{voucher_id}/change-refund",
    summary="Have the rest of a bought voucher paid back, once its promised share is spent",
    audience="member",
    status=201,
    answer=RefundAnswer,
    requires_idempotency_key=True,
    errors=(
        *GONE,
        VoucherNotFoundError,
        VoucherNotRefundableError,
        ChangeRefundNotReachedError,
        VoucherExpiredError,
    ),
)
def refund_change(call: Call[None], voucher_id: VoucherRef) -> RefundAnswer:
    outcome = call.wired(SalesWiring).purchases.refund_change(
        call.member,
        voucher_id,
        idempotency_key=call.idempotency_key,
    )
    return refund_answer(call, outcome)
