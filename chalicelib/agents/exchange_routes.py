"""Notes that shops bring to an agent."""

from chalicelib.agents.actors import AgentActor
from chalicelib.agents.answers import ranges_of
from chalicelib.agents.counter_answers import (
    ExchangeAnswer,
    ExchangeBody,
    ExchangePreviewAnswer,
    note_row,
)
from chalicelib.core.errors import VersionConflictError
from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.merchants.errors import MerchantNotFoundError, MerchantSuspendedError
from chalicelib.paper import errors as of_paper
from chalicelib.paper.wiring import PaperWiring

routes = Operations(tag="agents")


@routes.operation(
    "POST",
    "/v1/agent/paper-exchanges/validate",
    summary="Look at the notes that a shop brings: each, whether it is taken, and why not",
    audience="agent",
    scope="work",
    body=ExchangeBody,
    answer=ExchangePreviewAnswer,
    errors=(
        MerchantNotFoundError,
        of_paper.SerialInvalidError,
        of_paper.NotesRepeatedError,
        of_paper.TooManyNotesError,
    ),
)
def preview_exchange(call: Call[ExchangeBody]) -> ExchangePreviewAnswer:
    exchanges = call.wired(PaperWiring).exchanges
    shop = exchanges.shop(call.county_id, call.body.merchant_code)
    seen = exchanges.look(call.county_id, ranges_of(call.body.notes))
    return ExchangePreviewAnswer(
        merchant_name=shop.name,
        amount=sum(note.amount for note in seen if note.refusal is None),
        data=[note_row(note, call.language) for note in seen],
    )


@routes.operation(
    "POST",
    "/v1/agent/paper-exchanges",
    summary="Take notes from a shop, all or none; they are paid with its settlement of the day",
    audience="agent",
    scope="work",
    status=201,
    body=ExchangeBody,
    answer=ExchangeAnswer,
    requires_idempotency_key=True,
    errors=(
        MerchantNotFoundError,
        MerchantSuspendedError,
        VersionConflictError,
        of_paper.ExchangeBegunEarlierError,
        of_paper.PaperNotTakenHereError,
        of_paper.SerialInvalidError,
        of_paper.NotesRepeatedError,
        of_paper.TooManyNotesError,
        of_paper.NoteUnknownError,
        of_paper.NoteUnsoldError,
        of_paper.NoteVoidError,
        of_paper.NoteExchangedError,
        of_paper.NoteReturnedError,
        of_paper.NoteExpiredError,
    ),
)
def exchange_paper(call: Call[ExchangeBody]) -> ExchangeAnswer:
    actor = call.actor(AgentActor)
    made, is_repeated = call.wired(PaperWiring).exchanges.exchange(
        call.county_id,
        actor.person,
        agent_id=actor.agent.agent_id,
        merchant_code=call.body.merchant_code,
        notes=ranges_of(call.body.notes),
        idempotency_key=call.idempotency_key,
    )
    call.mark_replayed(is_repeated)
    return ExchangeAnswer(
        exchange_id=made.exchange_id,
        merchant_id=made.merchant_id,
        note_count=len(made.serials),
        amount=made.amount,
        on=made.on,
        at=made.at,
    )
