"""What a wallet decides when its member gives a purchase up, or takes it back."""

from chalicelib.buying import reservations
from chalicelib.buying.endings import check_is_bought
from chalicelib.buying.tickets import Ticket
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.appending import Draft
from chalicelib.ledger.chain import View, require_head
from chalicelib.sales import purchases
from chalicelib.sales.rounds import Round


def decide_cancel(view: View, ticket: Ticket, *, round_: Round, settings: CountySettings) -> Draft:
    """Let go what is being paid, or close the unused lot, by docs/give-back.md; also of one that
    was carried here from a wallet that ended. `settings` of the day of the ticket.

    Raises what `check_is_bought` and `purchases.decide_cancel` do.
    """
    head = require_head(view)
    ended = reservations.decide_end(
        head,
        ticket.purchase_id,
        round_=round_,
        shard=ticket.shard,
        reason="canceled",
        now=view.now,
    )
    if ended is not None:
        return ended
    is_here = purchases.find_lot(head, ticket.voucher_id) is not None
    check_is_bought(ticket, view.find, is_here=is_here)
    return purchases.decide_cancel(
        head,
        ticket.purchase_id,
        round_=round_,
        shard=ticket.shard,
        settings=settings,
        now=view.now,
        kind="online_purchase_cancel",
    )
