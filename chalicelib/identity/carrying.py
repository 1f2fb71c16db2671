"""From a wallet that ends into the one where its person goes on: two entries that are one event.

The lots go over as they are: their expiry, the price that was paid and what was promised with it.
What has expired stays behind and is written off there. What is owed goes along, and what is held
for a purchase that is being paid: it counts to the limits and the holding cap where its person is.
"""

from datetime import date, datetime

from chalicelib.core.values import seoul_date
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.cashback_facts import CashbackCounters, joined
from chalicelib.ledger.entries import Entry
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.lots import Lot
from chalicelib.ledger.owing import ReceivableFact
from chalicelib.ledger.purchase_facts import ChangeRefunds, PurchaseCounters

CARRIED = "carried"


def carry(source: Entry, target: Entry, *, now: datetime, is_first: bool) -> tuple[Entry, Entry]:
    """The entry that empties the wallet of `source`, and the one that fills that of `target`: after
    these two heads, at one moment, under one reference that names both wallets. `is_first`: the
    wallet of `source` ends by it; what comes back there later is carried on."""
    now = max(now, source.at, target.at)
    lots = source.live_lots(seoul_date(now))
    owed, held = source.owed, source.reservations
    reference = f"carry_over/{source.member_id}/{target.member_id}/{source.seq + 1}"
    keys = CommandKeys(reference=reference, fingerprint=digest(reference))
    out = append(
        source,
        Draft(
            kind="carry_over",
            allocations=tuple(lot_rules.close(lot) for lot in lots),
            reservations={} if held else None,
            receivable=ReceivableFact(CARRIED, -owed.amount) if owed else None,
        ),
        county_id=source.county_id,
        member_id=source.member_id,
        keys=keys,
        now=now,
    )
    into = append(
        target,
        Draft(
            kind="carry_over",
            allocations=tuple(lot_rules.put_in(lot) for lot in lots),
            purchases=_counters(source, target, seoul_date(now)) if is_first else None,
            refunds=_refunds(source, target, lots),
            reservations={**target.reservations, **held} if held else None,
            receivable=ReceivableFact(CARRIED, owed.amount) if owed else None,
            owed_since=owed.since_entry_id if owed else None,
            cashbacks=_cashbacks(source, target, seoul_date(now)) if is_first else None,
        ),
        county_id=target.county_id,
        member_id=target.member_id,
        keys=keys,
        now=now,
    )
    return out, into


def _counters(source: Entry, target: Entry, today: date) -> PurchaseCounters | None:
    """What one person bought in both wallets counts to one limit of this month and year, whatever
    of it is spent: a purchase may come back whole later, and is then taken back here. `None` if
    nothing was bought in the one that ends."""
    month, year = today.strftime("%Y-%m"), today.strftime("%Y")

    def in_month(counters: PurchaseCounters) -> int:
        return counters.month_amount if counters.month == month else 0

    def in_year(counters: PurchaseCounters) -> int:
        return counters.year_amount if counters.year == year else 0

    bought, own = source.purchases, target.purchases
    if not in_year(bought):
        return None
    return PurchaseCounters(
        month, in_month(bought) + in_month(own), year, in_year(bought) + in_year(own)
    )


def _cashbacks(source: Entry, target: Entry, today: date) -> CashbackCounters | None:
    return joined(source.cashbacks, target.cashbacks, today.strftime("%Y-%m"))


def _refunds(source: Entry, target: Entry, lots: tuple[Lot, ...]) -> dict[str, ChangeRefunds]:
    """What was paid back of these lots and so was not spent: where they were last, if they were
    there before."""
    return {
        lot.lot_id: source.refunds[lot.lot_id]
        for lot in lots
        if lot.lot_id in source.refunds and lot.lot_id not in target.refunds
    }
