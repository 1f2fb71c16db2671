"""What a receipt says, asked for by the member later."""

from msgspec import structs

from chalicelib.http.call import Call
from chalicelib.http.operations import Operations
from chalicelib.http.terms import EntryRef
from chalicelib.ledger.errors import (
    EntryNotFoundError,
    MemberNotFoundError,
    MemberSuspendedError,
)
from chalicelib.paying.answers import SlipAnswer
from chalicelib.paying.wiring import PayingWiring

routes = Operations(tag="wallets")


@routes.operation(
    "GET",
    "/v1/me/entries/{entry_id}/receipt",
    summary="What the receipt of my payment, or of its cancel, says of approval and tax",
    audience="member",
    answer=SlipAnswer,
    errors=(MemberNotFoundError, MemberSuspendedError, EntryNotFoundError),
)
def show_receipt(call: Call[None], entry_id: EntryRef) -> SlipAnswer:
    return SlipAnswer(**structs.asdict(call.wired(PayingWiring).receipts.of(call.member, entry_id)))
