"""Versions of settings that move money: one person proposes, another decides."""

from datetime import date
from typing import Any

from chalicelib.approvals.answers import (
    DECIDERS,
    READERS,
    ApprovalBody,
    RefusalAnswer,
    RejectionBody,
    RequestsQuery,
    StepsTaken,
    approve,
    listed,
    may_decide,
    refusal_answer,
    reject,
    step_answers,
)
from chalicelib.approvals.approvals import StepName
from chalicelib.approvals.errors import (
    AlreadyDecidedError,
    ApproverIsProposerError,
    SettingMovesNoMoneyError,
    SettingProposalNotFoundError,
)
from chalicelib.approvals.setting_proposals import SettingProposal
from chalicelib.approvals.wiring import ApprovalsWiring
from chalicelib.county.answers import SettingBody
from chalicelib.county.declarations import Words
from chalicelib.county.errors import (
    SettingNotFoundError,
    SettingOutOfBoundsError,
    SettingRequiredError,
    SettingsContradictError,
    SettingStepTooLargeError,
    SettingTooSoonError,
    SettingVersionExistsError,
)
from chalicelib.county.settings import SettingVersion
from chalicelib.http.call import Call, Shape
from chalicelib.http.operations import Operations
from chalicelib.http.terms import MayDecide, NextCursor, ProposalRef
from chalicelib.staff.actor import person_of

routes = Operations(tag="setting_proposals")

PROPOSERS = ("manager", "treasurer")

_REFUSALS = (
    SettingNotFoundError,
    SettingMovesNoMoneyError,
    SettingVersionExistsError,
    SettingTooSoonError,
    SettingOutOfBoundsError,
    SettingStepTooLargeError,
    SettingRequiredError,
    SettingsContradictError,
)


class EffectAnswer(Shape):
    """`effect`: what the value would be for people, beside what holds on the day before."""

    effect: str | None
    """What the value would be for people, in a sentence; null if nothing is said of it."""


class SettingProposalAnswer(EffectAnswer):
    """`approved`: not recorded yet; to approve it again records it. `refused`: when it was
    approved, a rule forbade it, its day had come, say; nothing was recorded."""

    proposal_id: ProposalRef
    status: StepName
    """How far it has come."""
    key: str
    """The setting."""
    effective_on: date
    """The first day on which the value would hold."""
    value: int | None
    """The value; null for no limit."""
    source: str
    """The ordinance, notice or decision that says so."""
    notice: str
    """How people were told."""
    refusal: RefusalAnswer | None
    """Why it could not be recorded; null if nothing refused it."""
    may_decide: MayDecide
    steps: StepsTaken


class SettingProposalsAnswer(Shape):
    data: list[SettingProposalAnswer]
    """Proposals, the newest first."""
    next_cursor: NextCursor


@routes.operation(
    "POST",
    "/v1/staff/setting-proposals/validate",
    summary="What a version would do; nothing is proposed",
    audience="staff",
    roles=PROPOSERS,
    body=SettingBody,
    answer=EffectAnswer,
    errors=_REFUSALS,
)
def validate_setting_proposal(call: Call[SettingBody]) -> EffectAnswer:
    effect = call.wired(ApprovalsWiring).setting_proposals.judge(call.county_id, _version(call))
    return EffectAnswer(effect=_words(call, effect))


@routes.operation(
    "POST",
    "/v1/staff/setting-proposals",
    summary="Propose a version of a setting that moves money; another person approves it",
    audience="staff",
    roles=PROPOSERS,
    status=201,
    body=SettingBody,
    answer=SettingProposalAnswer,
    requires_idempotency_key=True,
    errors=_REFUSALS,
)
def propose_setting(call: Call[SettingBody]) -> SettingProposalAnswer:
    proposal, is_repeated = call.wired(ApprovalsWiring).setting_proposals.propose(
        call.county_id, person_of(call), _version(call), idempotency_key=call.idempotency_key
    )
    call.mark_replayed(is_repeated)
    return _answer(call, proposal)


@routes.operation(
    "GET",
    "/v1/staff/setting-proposals",
    summary="Proposals of settings, newest first",
    audience="staff",
    roles=READERS,
    query=RequestsQuery,
    answer=SettingProposalsAnswer,
)
def list_setting_proposals(call: Call[None]) -> SettingProposalsAnswer:
    found, cursor = listed(call, call.wired(ApprovalsWiring).setting_proposals)
    return SettingProposalsAnswer(data=_answers(call, found), next_cursor=cursor)


@routes.operation(
    "GET",
    "/v1/staff/setting-proposals/{proposal_id}",
    summary="One proposal with who did what, when and why",
    audience="staff",
    roles=READERS,
    answer=SettingProposalAnswer,
    errors=(SettingProposalNotFoundError,),
)
def show_setting_proposal(call: Call[None], proposal_id: ProposalRef) -> SettingProposalAnswer:
    proposals = call.wired(ApprovalsWiring).setting_proposals
    return _answer(call, proposals.by_id(call.county_id, proposal_id))


@routes.operation(
    "POST",
    "/v1/staff/setting-proposals/{proposal_id}/approve",
    summary="Approve and record; again, if it was approved but not recorded",
    audience="staff",
    roles=DECIDERS,
    body=ApprovalBody,
    answer=SettingProposalAnswer,
    requires_idempotency_key=True,
    errors=(SettingProposalNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def approve_setting_proposal(
    call: Call[ApprovalBody], proposal_id: ProposalRef
) -> SettingProposalAnswer:
    return _answer(call, approve(call, call.wired(ApprovalsWiring).setting_proposals, proposal_id))


@routes.operation(
    "POST",
    "/v1/staff/setting-proposals/{proposal_id}/reject",
    summary="Reject; final",
    audience="staff",
    roles=DECIDERS,
    body=RejectionBody,
    answer=SettingProposalAnswer,
    errors=(SettingProposalNotFoundError, ApproverIsProposerError, AlreadyDecidedError),
)
def reject_setting_proposal(
    call: Call[RejectionBody], proposal_id: ProposalRef
) -> SettingProposalAnswer:
    return _answer(call, reject(call, call.wired(ApprovalsWiring).setting_proposals, proposal_id))


def _version(call: Call[SettingBody]) -> SettingVersion:
    return call.body.version(recorded_by=call.staff.username)


def _answer(call: Call[Any], proposal: SettingProposal) -> SettingProposalAnswer:
    return _answers(call, [proposal])[0]


def _answers(call: Call[Any], proposals: list[SettingProposal]) -> list[SettingProposalAnswer]:
    effects = call.wired(ApprovalsWiring).setting_proposals.effects(call.county_id, proposals)
    return [
        SettingProposalAnswer(
            proposal_id=one.proposal_id,
            status=one.status,
            key=one.key,
            effective_on=one.effective_on,
            value=one.value,
            source=one.source,
            notice=one.notice,
            effect=_words(call, effect),
            refusal=refusal_answer(one.refusal, call.language),
            may_decide=may_decide(call, one.steps),
            steps=step_answers(one.steps),
        )
        for one, effect in zip(proposals, effects, strict=True)
    ]


def _words(call: Call[Any], words: Words | None) -> str | None:
    return None if words is None else words[call.language == "en"]
