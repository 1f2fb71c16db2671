"""Which wallet a purchase stands in: its ticket's or, once that ended, where its person is."""

from collections.abc import Callable

from chalicelib.buying.tickets import Ticket
from chalicelib.core.actors import MemberActor
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import Chain, Outcome, View, require_head
from chalicelib.ledger.idempotency import CommandKeys


def run(
    chain: Chain,
    ticket: Ticket,
    keys: CommandKeys,
    decide: Callable[[View], Draft | None],
    by: MemberActor | None = None,
) -> Outcome | None:
    """What `Chain.run` does, once over both: an answer that the wallet of the ticket gave before it
    ended is the answer still, and nothing new is written there but of what it still holds.

    `by`: the member who asks, by a session of the wallet of now.
    """
    goes_on = ""
    is_own = by is not None and by.member_id == ticket.member_id

    def where_it_began(view: View) -> Draft | None:
        nonlocal goes_on
        goes_on = _goes_on(view, ticket)
        return None if goes_on else decide(view)

    outcome = chain.run(
        ticket.county_id, ticket.member_id, keys, where_it_began, by=by if is_own else None
    )
    if outcome is not None or not goes_on:
        return outcome
    return chain.run(ticket.county_id, goes_on, keys, decide, by=by)


def _goes_on(view: View, ticket: Ticket) -> str:
    """The wallet of now, if that of the ticket ended and holds nothing for it any more."""
    head = require_head(view)
    if ticket.purchase_id in head.reservations:
        return ""
    if view.profile is not None and view.profile.continues_in:
        return view.profile.continues_in
    # It ended between reading the profile and losing the place to the entry that ended it.
    source, _, target = head.reference.removeprefix("carry_over/").partition("/")
    is_end = head.kind == "carry_over" and source == ticket.member_id
    return target.partition("/")[0] if is_end else ""
