"""Messages to segments, what came of them, and how a member refuses them."""

from chalicelib.analysis.answers import SegmentRef
from chalicelib.analysis.errors import (
    AnalysisNotReadyError,
    SegmentEndedError,
    SegmentNotFoundError,
    SegmentTooLargeError,
    SegmentTooSmallError,
)
from chalicelib.analysis.wiring import AnalysisWiring
from chalicelib.approvals.answers import (
    DECIDERS,
    ApprovalBody,
    RejectionBody,
    approve,
    listed,
    reject,
)
from chalicelib.approvals.errors import AlreadyDecidedError, ApproverIsProposerError
from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.http.shapes import PageQuery
from chalicelib.marketing.answers import (
    EstimateAnswer,
    EstimateBody,
    MarketingRefusalAnswer,
    MarketingRefusalBody,
    MessageAnswer,
    MessageBody,
    MessageRef,
    MessagesAnswer,
    MessagesQuery,
    TrialsAnswer,
    message_answer,
    trial_answer,
)
from chalicelib.marketing.errors import (
    MessageBudgetTooSmallError,
    MessageTextInvalidError,
    MessageTooOldError,
    RefusalLinkInvalidError,
    SegmentMessageNotFoundError,
)
from chalicelib.marketing.refusal_codes import member_of
from chalicelib.marketing.wiring import MarketingWiring
from chalicelib.members.wiring import MembersWiring
from chalicelib.staff.actor import person_of

routes = Operations(tag="marketing")

READERS = ("manager", "treasurer", "auditor")
PROPOSERS = ("manager",)

_DRAWN = (
    AnalysisNotReadyError,
    SegmentNotFoundError,
    SegmentEndedError,
    SegmentTooSmallError,
    SegmentTooLargeError,
    MessageTextInvalidError,
)


@routes.operation(
    "POST",
    "/v1/staff/segments/{segment_id}/message-estimates",
    summary="What a message to a segment would cost, and how it reads; nothing is proposed",
    audience="staff",
    roles=PROPOSERS,
    body=EstimateBody,
    answer=EstimateAnswer,
    errors=_DRAWN,
)
def estimate_segment_message(call: Call[EstimateBody], segment_id: SegmentRef) -> EstimateAnswer:
    messages, body = call.wired(MarketingWiring).messages, call.body
    cost = messages.estimate(
        call.county_id,
        segment_id,
        text_ko=body.text_ko,
        text_en=body.text_en,
        channel=body.channel,
    )
    korean, english = messages.example(call.county_id, body.text_ko, body.text_en)
    return EstimateAnswer(
        people=cost.shown_people,
        price_amount=cost.price_amount,
        cost_maximum=cost.cost_maximum,
        sent_ko=korean,
        sent_en=english,
    )


@routes.operation(
    "POST",
    "/v1/staff/segments/{segment_id}/messages",
    summary="Propose an advertising message to the members of a segment who consent to it",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=MessageBody,
    answer=MessageAnswer,
    requires_idempotency_key=True,
    errors=(*_DRAWN, MessageBudgetTooSmallError),
)
def propose_segment_message(call: Call[MessageBody], segment_id: SegmentRef) -> MessageAnswer:
    body = call.body
    message, is_repeated = call.wired(MarketingWiring).messages.propose(
        call.county_id,
        person_of(call),
        segment_id,
        name=body.name,
        text_ko=body.text_ko,
        text_en=body.text_en,
        channel=body.channel,
        budget_amount=body.budget_amount,
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return message_answer(call, message)


@routes.operation(
    "GET",
    "/v1/staff/segment-messages",
    summary="Messages to segments, newest first",
    audience="staff",
    roles=READERS,
    query=MessagesQuery,
    answer=MessagesAnswer,
)
def list_segment_messages(call: Call[None]) -> MessagesAnswer:
    found, cursor = listed(call, call.wired(MarketingWiring).messages)
    return MessagesAnswer(data=[message_answer(call, one) for one in found], next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/segment-messages/{message_id}",
    summary="One message, who did what, and what became of it",
    audience="staff",
    roles=READERS,
    answer=MessageAnswer,
    errors=(SegmentMessageNotFoundError,),
)
def show_segment_message(call: Call[None], message_id: MessageRef) -> MessageAnswer:
    message = call.wired(MarketingWiring).messages.by_id(call.county_id, message_id)
    return message_answer(call, message, with_results=True)


@routes.operation(
    "POST",
    "/v1/staff/segment-messages/{message_id}/approve",
    summary="Approve and send; again, to send what was cut off",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=MessageAnswer,
    requires_idempotency_key=True,
    errors=(
        SegmentMessageNotFoundError,
        ApproverIsProposerError,
        AlreadyDecidedError,
        MessageBudgetTooSmallError,
        MessageTooOldError,
    ),
)
def approve_segment_message(call: Call[ApprovalBody], message_id: MessageRef) -> MessageAnswer:
    return message_answer(call, approve(call, call.wired(MarketingWiring).messages, message_id))


@routes.operation(
    "POST",
    "/v1/staff/segment-messages/{message_id}/reject",
    summary="Reject; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=MessageAnswer,
    errors=(SegmentMessageNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def reject_segment_message(call: Call[RejectionBody], message_id: MessageRef) -> MessageAnswer:
    return message_answer(call, reject(call, call.wired(MarketingWiring).messages, message_id))


@routes.operation(
    "GET",
    "/v1/staff/segment-effects",
    summary="What messages and benefits to segments did, beside who was held out",
    audience="staff",
    roles=READERS,
    query=PageQuery,
    answer=TrialsAnswer,
)
def list_segment_effects(call: Call[None]) -> TrialsAnswer:
    page, wiring = call.page(), call.wired(AnalysisWiring)
    found, cursor = page.read(
        lambda position: wiring.trial_store.page(
            call.county_id, limit=page.limit, before_id=position
        )
    )
    least = wiring.readings.minimum(call.county_id)
    return TrialsAnswer(data=[trial_answer(one, least) for one in found], next_cursor=cursor)


@routes.operation(
    "POST",
    "/v1/marketing-refusals",
    summary="Refuse advertising messages by the link of one, without a log-in; again, the same",
    audience="anyone",
    body=MarketingRefusalBody,
    answer=MarketingRefusalAnswer,
    errors=(RefusalLinkInvalidError, VersionConflictError),
)
def refuse_marketing(call: Call[MarketingRefusalBody]) -> MarketingRefusalAnswer:
    member_id = member_of(call.adapters.signer, call.county_id, call.body.code)
    if member_id is None:
        raise RefusalLinkInvalidError(param="code")
    consent = call.wired(MembersWiring).members.refuse_marketing(call.county_id, member_id)
    return MarketingRefusalAnswer(refused_at=consent.at if consent else call.now())
