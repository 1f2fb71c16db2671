"""From a wallet that ends into the one where its person goes on: two entries that are one event.

The lots go over as they are: their expiry, the price that was paid and what was promised with it.
What has expired stays behind and is written off there.
"""

from datetime import date, datetime

from chalicelib.core.values import id_time, seoul_date
from chalicelib.ledger import lots as lot_rules
from chalicelib.ledger.appending import Draft, append
from chalicelib.ledger.entries import ChangeRefunds, Entry, PurchaseCounters
from chalicelib.ledger.idempotency import CommandKeys, digest
from chalicelib.ledger.lots import Lot


def carry(source: Entry, target: Entry, *, now: datetime) -> tuple[Entry, Entry]:
    """The entry that empties the wallet of `source`, and the one that fills that of `target`: after
    these two heads, at one moment, under one reference that names both wallets."""
    now = max(now, source.at, target.at)
    lots = source.live_lots(seoul_date(now))
    reference = f"carry_over/{source.member_id}/{target.member_id}/{source.seq + 1}"
    keys = CommandKeys(reference=reference, fingerprint=digest(reference))
    out = append(
        source,
        Draft(kind="carry_over", allocations=tuple(lot_rules.close(lot) for lot in lots)),
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
            purchases=_counters(target.purchases, lots, seoul_date(now)),
            refunds=_refunds(source, lots),
        ),
        county_id=target.county_id,
        member_id=target.member_id,
        keys=keys,
        now=now,
    )
    return out, into


def _counters(
    counters: PurchaseCounters, lots: tuple[Lot, ...], today: date
) -> PurchaseCounters | None:
    """Of purchases that came along unused and so could be taken back, what they count to the limits
    of this month and year; `None` if there is none."""
    bought = [
        (seoul_date(id_time(lot.lot_id)), lot.face)
        for lot in lots
        if lot.terms is not None and lot.remaining == lot.face
    ]
    if not bought:
        return None
    month, year = today.strftime("%Y-%m"), today.strftime("%Y")
    return PurchaseCounters(
        month,
        (counters.month_amount if counters.month == month else 0)
        + sum(face for day, face in bought if day.strftime("%Y-%m") == month),
        year,
        (counters.year_amount if counters.year == year else 0)
        + sum(face for day, face in bought if day.strftime("%Y") == year),
    )


def _refunds(source: Entry, lots: tuple[Lot, ...]) -> dict[str, ChangeRefunds]:
    """What was paid back of these lots and so was not spent."""
    return {lot.lot_id: source.refunds[lot.lot_id] for lot in lots if lot.lot_id in source.refunds}
