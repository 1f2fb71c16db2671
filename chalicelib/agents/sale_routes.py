"""What a teller sells and takes back: into wallets, and on paper."""

from typing import Any

from chalicelib.agents.actors import AgentActor
from chalicelib.agents.answers import notes_row, ranges_of
from chalicelib.agents.counter_answers import (
    AgentSaleAnswer,
    AgentSaleBody,
    PaperReturnAnswer,
    PaperReturnBody,
    PaperSaleBody,
    SalePreviewAnswer,
    sale_answer,
)
from chalicelib.approvals.errors import OwnWalletError, StaffNumberMissingError
from chalicelib.core.errors import RateLimitedError
from chalicelib.core.values import sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.county.wiring import CountyWiring
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.errors import (
    AmountOutOfRangeError,
    HoldingCapExceededError,
    IdentityRequiredError,
    MemberSuspendedError,
    MemberUnknownError,
    ReceivableOpenError,
    WalletFullError,
    naming_the_member,
)
from chalicelib.ledger.given_back_answer import given_back_answer
from chalicelib.paper import errors as of_paper
from chalicelib.paper.wiring import PaperWiring
from chalicelib.sales.counter_records import read_receipt
from chalicelib.sales.errors import (
    CounterSumExceededError,
    DenominationNotOfferedError,
    PurchaseCancelWindowClosedError,
    PurchaseLimitExceededError,
    PurchaseNotAMultipleError,
    ReceiptReferenceMissingError,
    ReceiptReferenceUsedError,
    RoundChannelClosedError,
    RoundNotFoundError,
    RoundNotOpenError,
    RoundSoldOutError,
)
from chalicelib.sales.wiring import SalesWiring

routes = Operations(tag="agents")

_OF_MEMBERS = (
    MemberUnknownError,
    IdentityRequiredError,
    MemberSuspendedError,
    OwnWalletError,
    StaffNumberMissingError,
)
_OF_ROUNDS = (
    RoundNotFoundError,
    RoundNotOpenError,
    RoundChannelClosedError,
    DenominationNotOfferedError,
    RoundSoldOutError,
)
_OF_SALES = (
    *_OF_MEMBERS,
    *_OF_ROUNDS,
    CounterSumExceededError,
    ReceiptReferenceMissingError,
    ReceiptReferenceUsedError,
    AmountOutOfRangeError,
    PurchaseNotAMultipleError,
    PurchaseLimitExceededError,
    ReceivableOpenError,
    WalletFullError,
)
_OF_NOTES = (
    of_paper.PaperSeriesNotFoundError,
    of_paper.SerialInvalidError,
    of_paper.NotesRepeatedError,
    of_paper.TooManyNotesError,
)


@routes.operation(
    "POST",
    "/v1/agent/sales/validate",
    summary="Whose wallet it is, masked, and what is to be paid; nothing is sold",
    audience="agent",
    scope="work",
    body=AgentSaleBody,
    answer=SalePreviewAnswer,
    errors=(
        *_OF_MEMBERS,
        RoundNotFoundError,
        ReceiptReferenceUsedError,
        AmountOutOfRangeError,
        PurchaseNotAMultipleError,
        RateLimitedError,
    ),
)
def preview_agent_sale(call: Call[AgentSaleBody]) -> SalePreviewAnswer:
    body = call.body
    with naming_the_member():
        seen = call.wired(SalesWiring).counter_sales.preview(
            call.county_id,
            call.actor(AgentActor).person,
            member_id=body.member_id,
            round_id=body.round_id,
            amount=body.amount,
            receipt=read_receipt(body.receipt_reference),
        )
    return SalePreviewAnswer(
        member_name_masked=seen.name_masked,
        face_amount=body.amount,
        price_amount=seen.price,
        note_count=0,
    )


@routes.operation(
    "POST",
    "/v1/agent/sales",
    summary="Sell vouchers into the wallet of a member who showed an ID and paid",
    audience="agent",
    scope="work",
    status=201,
    body=AgentSaleBody,
    answer=AgentSaleAnswer,
    requires_idempotency_key=True,
    errors=(*_OF_SALES, HoldingCapExceededError),
)
def sell_at_agent(call: Call[AgentSaleBody]) -> AgentSaleAnswer:
    body = call.body
    with naming_the_member():
        outcome = call.wired(SalesWiring).counter_sales.sell(
            call.county_id,
            call.actor(AgentActor).person,
            member_id=body.member_id,
            round_id=body.round_id,
            amount=body.amount,
            receipt=read_receipt(body.receipt_reference),
            idempotency_key=call.idempotency_key,
        )
    call.mark_replayed(outcome.replayed)
    return sale_answer(outcome.entry, (), _settings(call, outcome.entry))


@routes.operation(
    "POST",
    "/v1/agent/paper-sales/validate",
    summary="Whose wallet it is, masked, and what is to be paid for notes; nothing is sold",
    audience="agent",
    scope="work",
    body=PaperSaleBody,
    answer=SalePreviewAnswer,
    errors=(
        *_OF_MEMBERS,
        *_OF_NOTES,
        RoundNotFoundError,
        RoundNotOpenError,
        RoundChannelClosedError,
        ReceiptReferenceUsedError,
        AmountOutOfRangeError,
        PurchaseNotAMultipleError,
        of_paper.PaperNotOfferedError,
        of_paper.NoteExpiredError,
        RateLimitedError,
    ),
)
def preview_paper_sale(call: Call[PaperSaleBody]) -> SalePreviewAnswer:
    body = call.body
    with naming_the_member():
        seen = call.wired(PaperWiring).sales.preview(
            call.county_id,
            call.actor(AgentActor).person,
            member_id=body.member_id,
            round_id=body.round_id,
            notes=ranges_of(body.notes),
            receipt=read_receipt(body.receipt_reference),
        )
    return SalePreviewAnswer(
        member_name_masked=seen.name_masked,
        face_amount=seen.face,
        price_amount=seen.price,
        note_count=seen.note_count,
    )


@routes.operation(
    "POST",
    "/v1/agent/paper-sales",
    summary="Sell notes to a member who showed an ID and paid: one person's limits over all ways",
    audience="agent",
    scope="work",
    status=201,
    body=PaperSaleBody,
    answer=AgentSaleAnswer,
    requires_idempotency_key=True,
    errors=(
        *_OF_SALES,
        *_OF_NOTES,
        of_paper.NotesElsewhereError,
        of_paper.NotesScatteredError,
        of_paper.PaperNotOfferedError,
        of_paper.NoteExpiredError,
    ),
)
def sell_paper(call: Call[PaperSaleBody]) -> AgentSaleAnswer:
    body, actor = call.body, call.actor(AgentActor)
    with naming_the_member():
        sold = call.wired(PaperWiring).sales.sell(
            call.county_id,
            actor.person,
            agent_id=actor.agent.agent_id,
            member_id=body.member_id,
            round_id=body.round_id,
            notes=ranges_of(body.notes),
            receipt=read_receipt(body.receipt_reference),
            idempotency_key=call.idempotency_key,
        )
    call.mark_replayed(sold.outcome.replayed)
    entry = sold.outcome.entry
    return sale_answer(entry, sold.sale.notes, _settings(call, entry))


@routes.operation(
    "POST",
    "/v1/agent/paper-returns",
    summary="Take unused notes back from their buyer, all of one sale, and hand the price back",
    audience="agent",
    scope="work",
    status=201,
    body=PaperReturnBody,
    answer=PaperReturnAnswer,
    requires_idempotency_key=True,
    errors=(
        MemberUnknownError,
        MemberSuspendedError,
        OwnWalletError,
        StaffNumberMissingError,
        *_OF_NOTES,
        RoundNotFoundError,
        of_paper.PaperSaleNotFoundError,
        of_paper.PaperReturnIncompleteError,
        of_paper.NoteExchangedError,
        of_paper.NoteReturnedError,
        of_paper.NoteVoidError,
        PurchaseCancelWindowClosedError,
    ),
)
def take_paper_back(call: Call[PaperReturnBody]) -> PaperReturnAnswer:
    body, actor = call.body, call.actor(AgentActor)
    with naming_the_member():
        taken = call.wired(PaperWiring).sales.take_back(
            call.county_id,
            actor.person,
            agent_id=actor.agent.agent_id,
            member_id=body.member_id,
            notes=ranges_of(body.notes),
            idempotency_key=call.idempotency_key,
        )
    call.mark_replayed(taken.outcome.replayed)
    entry = taken.outcome.entry
    return PaperReturnAnswer(
        entry_id=entry.entry_id,
        purchase_id=sibling_id("pur", taken.sale.of_entry_id or entry.entry_id),
        notes=[notes_row(each) for each in taken.sale.notes],
        refund_amount=-taken.sale.price_amount,
        given_back=given_back_answer(entry, call.language),
    )


def _settings(call: Call[Any], entry: Entry) -> CountySettings:
    return call.wired(CountyWiring).counties.on(call.county_id, entry.on)
