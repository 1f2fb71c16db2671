"""Cashback campaigns at the desk: made and closed by two people each."""

from chalicelib.approvals.answers import DECIDERS, READERS, ApprovalBody, RejectionBody
from chalicelib.approvals.approvals import Decision
from chalicelib.approvals.errors import AlreadyDecidedError, ApproverIsProposerError
from chalicelib.cashbacks.answers import (
    CashbackCampaignBody,
    CashbackClosingBody,
    StaffCashbackCampaignAnswer,
    StaffCashbackCampaignsAnswer,
    staff_answer,
)
from chalicelib.cashbacks.errors import (
    CashbackCampaignNotFoundError,
    CashbackClosingNotProposedError,
    CashbackNotRunningError,
    CashbackShopUnknownError,
    CashbackWindowInvalidError,
)
from chalicelib.cashbacks.service import Matter
from chalicelib.cashbacks.wiring import CashbacksWiring
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.http.terms import CashbackCampaignRef
from chalicelib.staff.actor import person_of

routes = Operations(tag="cashbacks")

PROPOSERS = ("manager", "treasurer")
_DECIDING = (CashbackCampaignNotFoundError, ApproverIsProposerError, AlreadyDecidedError)
_DECIDING_CLOSING = (*_DECIDING, CashbackClosingNotProposedError)


@routes.operation(
    "POST",
    "/v1/staff/cashback-campaigns",
    summary="Propose a cashback campaign; another person approves it",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=CashbackCampaignBody,
    answer=StaffCashbackCampaignAnswer,
    requires_idempotency_key=True,
    errors=(CashbackWindowInvalidError, CashbackShopUnknownError),
)
def propose_cashback_campaign(call: Call[CashbackCampaignBody]) -> StaffCashbackCampaignAnswer:
    desk = call.wired(CashbacksWiring).desk
    made, is_repeated = desk.propose(
        call.body.campaign(call.county_id),
        person_of(call),
        reason=call.body.reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return staff_answer(call, desk.figures(made))


@routes.operation(
    "GET",
    "/v1/staff/cashback-campaigns",
    summary="Cashback campaigns, newest first, and what is left of each",
    audience="staff",
    roles=READERS,
    query=PageQuery,
    answer=StaffCashbackCampaignsAnswer,
)
def list_cashback_campaigns(call: Call[None]) -> StaffCashbackCampaignsAnswer:
    page, desk = call.page(), call.wired(CashbacksWiring).desk
    found, cursor = page.read(
        lambda position: desk.page(call.county_id, limit=page.limit, position=position)
    )
    data = [staff_answer(call, each) for each in found]
    return StaffCashbackCampaignsAnswer(data=data, next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/cashback-campaigns/{campaign_id}",
    summary="One cashback campaign with who did what, when and why",
    audience="staff",
    roles=READERS,
    answer=StaffCashbackCampaignAnswer,
    errors=(CashbackCampaignNotFoundError,),
)
def show_cashback_campaign(
    call: Call[None], campaign_id: CashbackCampaignRef
) -> StaffCashbackCampaignAnswer:
    desk = call.wired(CashbacksWiring).desk
    return staff_answer(call, desk.figures(desk.by_id(call.county_id, campaign_id)))


@routes.operation(
    "POST",
    "/v1/staff/cashback-campaigns/{campaign_id}/approve",
    summary="Approve a cashback campaign: it gives from its beginning on",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=StaffCashbackCampaignAnswer,
    requires_idempotency_key=True,
    errors=_DECIDING,
)
def approve_cashback_campaign(
    call: Call[ApprovalBody], campaign_id: CashbackCampaignRef
) -> StaffCashbackCampaignAnswer:
    return _decided(call, campaign_id, "steps", "approved", call.body.reason)


@routes.operation(
    "POST",
    "/v1/staff/cashback-campaigns/{campaign_id}/reject",
    summary="Reject a cashback campaign; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=StaffCashbackCampaignAnswer,
    requires_idempotency_key=True,
    errors=_DECIDING,
)
def reject_cashback_campaign(
    call: Call[RejectionBody], campaign_id: CashbackCampaignRef
) -> StaffCashbackCampaignAnswer:
    return _decided(call, campaign_id, "steps", "rejected", call.body.reason)


@routes.operation(
    "POST",
    "/v1/staff/cashback-campaigns/{campaign_id}/closing",
    summary="Propose to close a cashback campaign early; another person approves it",
    audience="staff",
    roles=PROPOSERS,
    body=CashbackClosingBody,
    answer=StaffCashbackCampaignAnswer,
    errors=(CashbackCampaignNotFoundError, CashbackNotRunningError),
)
def propose_cashback_closing(
    call: Call[CashbackClosingBody], campaign_id: CashbackCampaignRef
) -> StaffCashbackCampaignAnswer:
    desk = call.wired(CashbacksWiring).desk
    changed = desk.propose_closing(
        call.county_id, person_of(call), campaign_id, reason=call.body.reason
    )
    return staff_answer(call, desk.figures(changed))


@routes.operation(
    "POST",
    "/v1/staff/cashback-campaigns/{campaign_id}/closing/approve",
    summary="Close a cashback campaign: it gives no more within a minute",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=StaffCashbackCampaignAnswer,
    requires_idempotency_key=True,
    errors=_DECIDING_CLOSING,
)
def approve_cashback_closing(
    call: Call[ApprovalBody], campaign_id: CashbackCampaignRef
) -> StaffCashbackCampaignAnswer:
    return _decided(call, campaign_id, "closing", "approved", call.body.reason)


@routes.operation(
    "POST",
    "/v1/staff/cashback-campaigns/{campaign_id}/closing/reject",
    summary="Do not close a cashback campaign early",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=StaffCashbackCampaignAnswer,
    requires_idempotency_key=True,
    errors=_DECIDING_CLOSING,
)
def reject_cashback_closing(
    call: Call[RejectionBody], campaign_id: CashbackCampaignRef
) -> StaffCashbackCampaignAnswer:
    return _decided(call, campaign_id, "closing", "rejected", call.body.reason)


def _decided(
    call: Call[ApprovalBody] | Call[RejectionBody],
    campaign_id: str,
    matter: Matter,
    decision: Decision,
    reason: str | None,
) -> StaffCashbackCampaignAnswer:
    desk = call.wired(CashbacksWiring).desk
    decided, is_repeated = desk.decide(
        call.county_id,
        person_of(call),
        campaign_id,
        matter,
        decision,
        reason=reason,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return staff_answer(call, desk.figures(decided))
