"""How a ticket stands, by its buyer's wallet and by the line that it stands in."""

from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct, field

from chalicelib.buying.ports import LineEnd, TicketStore
from chalicelib.buying.tickets import Standing, Ticket, standing, standing_after
from chalicelib.core.cache import TtlCache
from chalicelib.ledger.appending import WalletPage
from chalicelib.ledger.ports import WalletStore
from chalicelib.sales.rounds import Round

LINES_SECONDS_MAX = 1
"""How old the figures of a line may be: a crowd that asks reads them once a second a process."""
MOVING = timedelta(seconds=30)
_PAGE_ENTRIES = 100


def _for_a_second() -> TtlCache[LineEnd]:
    return TtlCache(seconds_max=LINES_SECONDS_MAX)


class Standings(Struct, frozen=True):
    tickets: TicketStore
    wallets: WalletStore
    served_until: TtlCache[LineEnd] = field(default_factory=_for_a_second)
    taken_until: TtlCache[LineEnd] = field(default_factory=_for_a_second)

    def of(self, ticket: Ticket, page: WalletPage) -> Standing:
        """`page`: the newest of the buyer's wallet, or of the one in which that goes on: the
        purchase may have gone on with it. More of it is read only if so much was written since the
        ticket, and the ticket does not say itself how it ended."""
        later: WalletPage | None = None
        if page.entries[0].member_id != ticket.member_id:
            later, page = page, self.wallets.read(ticket.county_id, ticket.member_id)
        elif page.profile is not None and page.profile.continues_in:
            later = self.wallets.read(ticket.county_id, page.profile.continues_in)
        if later is not None and (gone_on := standing_after(ticket, later.entries)) is not None:
            return gone_on
        entries = list(page.entries)
        older = page.older
        found = standing(ticket, entries)
        while found.status == "queued" and older and entries[-1].at >= ticket.at:
            more = self.wallets.read_older(ticket.county_id, ticket.member_id, older, _PAGE_ENTRIES)
            entries += more.entries
            older = more.older
            found = standing(ticket, entries)
        return found

    def ahead(self, ticket: Ticket) -> int:
        """How many stand before it in its line."""
        return max(0, ticket.place - 1 - self._served(ticket).place)

    def waiting_amount(self, round_: Round, now: datetime) -> int:
        """Won asked for by all who stand in the round's lines and were not served yet. A line in
        which nobody was served for half a minute counts for nothing: who stands in it may be a
        request that was cut off, and nobody is turned away for that."""
        waiting = 0
        for shard in range(round_.shard_count):
            place = (round_.county_id, round_.round_id, shard)
            taken = self.taken_until.get(place, partial(self.tickets.line, *place))
            served = self.served_until.get(place, partial(self.tickets.served, *place))
            if served.at is not None and now - served.at < MOVING:
                waiting += max(0, taken.asked - served.asked)
        return waiting

    def _served(self, ticket: Ticket) -> LineEnd:
        place = (ticket.county_id, ticket.round_id, ticket.shard)
        return self.served_until.get(place, partial(self.tickets.served, *place))
