"""Selling notes to a member, and taking a sale back: limits and budget as for every purchase.

The notes are in no wallet and count to no holding cap: they are in the buyer's hand. The wallet's
entry keeps what was bought, so that one person's limits hold over all ways of buying.
"""

from collections.abc import Mapping
from datetime import date, datetime

from msgspec import Struct

from chalicelib.core.values import id_time, seoul_date, sibling_id
from chalicelib.county.settings import CountySettings
from chalicelib.ledger.appending import Draft, new_entry_id
from chalicelib.ledger.budget import BudgetChange
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.give_back import given_back_to_limits
from chalicelib.ledger.purchase_facts import PurchaseFact
from chalicelib.paper.errors import NoteExpiredError, PaperNotOfferedError
from chalicelib.paper.serials import NoteRange, Serial
from chalicelib.paper.stock import Series
from chalicelib.sales import purchases
from chalicelib.sales.rounds import Round
from chalicelib.staff.person import Person

NOTES_IN_SALE_MAX = 80
"""All of them end in one transaction when the sale is taken back."""
RANGES_IN_SALE_MAX = 5


class PaperSale(Struct, frozen=True, kw_only=True):
    """What is kept of a sale, or of what was taken back of one (`taken_back_by`: that entry)."""

    county_id: str
    entry_id: str
    member_id: str
    round_id: str
    agent_id: str
    notes: tuple[NoteRange, ...]
    face_amount: int
    price_amount: int
    at: datetime
    by: Person
    of_entry_id: str | None = None
    """Of a return: the sale's."""

    @property
    def on(self) -> date:
        return seoul_date(self.at)

    @property
    def note_count(self) -> int:
        return sum(each.size for each in self.notes)


def asked_for(round_id: str, notes: tuple[NoteRange, ...]) -> dict[str, object]:
    """What a sale's fingerprint is of: it binds the entry to its notes."""
    return {"round_id": round_id, "notes": [list(each) for each in notes]}


def face_of(notes: tuple[NoteRange, ...], series: Mapping[str, Series]) -> int:
    """Won. Raises `PaperSeriesNotFoundError`."""
    for each in notes:
        series[each.series].check_has(each)
    return sum(each.size * series[each.series].denomination for each in notes)


def check_sells(
    round_: Round, notes: tuple[NoteRange, ...], series: Mapping[str, Series], now: datetime
) -> None:
    """Whether the round sells these notes now. Raises `RoundNotOpenError`,
    `RoundChannelClosedError`, `PaperNotOfferedError`, `NoteExpiredError`."""
    values = {series[each.series].denomination for each in notes}
    for value in values:
        if round_.denominations and value not in round_.denominations:
            raise PaperNotOfferedError(param="notes")
        round_.check_sells(value, "paper", now)
    for each in notes:
        if not series[each.series].is_live(seoul_date(now)):
            serial = Serial(each.series, each.first).text
            raise NoteExpiredError(param="notes", serial=serial)


def decide_sale(
    head: Entry,
    *,
    face: int,
    round_: Round,
    parts: dict[int, int],
    settings: CountySettings,
    sold_by: str,
    now: datetime,
) -> Draft:
    """Sell notes of `face` won. Raises what `purchases.check_limits` does."""
    today = seoul_date(now)
    purchases.check_limits(head, face, settings, today)
    entry_id = new_entry_id(now)
    price = round_.price(face)
    return Draft(
        kind="paper_sale",
        purchase=PurchaseFact(sibling_id("pur", entry_id), round_.round_id, price, "round", face),
        purchases=purchases.plus(purchases.on(head.purchases, today), month=face, year=face),
        budget=BudgetChange(round_.round_id, parts),
        reason=sold_by,
        entry_id=entry_id,
    )


def decide_return(
    head: Entry,
    sale: PaperSale,
    *,
    round_: Round,
    shard: int,
    settings: CountySettings,
    taken_by: str,
    now: datetime,
) -> Draft:
    """Take a sale back whole: docs/give-back.md says what goes where. `settings` are those of the
    day of the sale. Raises `PurchaseCancelWindowClosedError`."""
    today = seoul_date(now)
    sold_on = seoul_date(id_time(sale.entry_id))
    purchases.check_window(sold_on, settings, today)
    to_month, to_year = given_back_to_limits(sale.face_amount, sold_on, today)
    to, budget = purchases.budget_back(round_, shard, sale.face_amount, now)
    return Draft(
        kind="paper_return",
        purchase=PurchaseFact(
            sibling_id("pur", sale.entry_id),
            round_.round_id,
            -sale.price_amount,
            to,
            -sale.face_amount,
        ),
        purchases=purchases.plus(
            purchases.on(head.purchases, today), month=-to_month, year=-to_year
        ),
        budget=budget,
        reason=taken_by,
    )
