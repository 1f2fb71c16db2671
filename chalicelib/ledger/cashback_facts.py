"""What an entry says of cashback: what was given or taken back, and what the month holds so far."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.core.values import id_time, seoul_date


class CashbackFact(NamedTuple):
    """Won of a campaign: plus for given, minus for taken back, be it spent already."""

    campaign_id: str
    amount: int


class CashbackCounters(NamedTuple):
    """What came of each campaign in this Seoul month (`2026-11`), in won. It is kept as long as the
    month runs: a campaign's ceiling is of a month."""

    month: str
    amounts: Mapping[str, int]

    def of(self, campaign_id: str, month: str) -> int:
        return self.amounts.get(campaign_id, 0) if month == self.month else 0


def counters_after(
    before: CashbackCounters | None,
    kind: str,
    fact: CashbackFact | None,
    of_redemption_id: str | None,
    month: str,
) -> CashbackCounters | None:
    """The counters after an entry of `month`. What is taken back of a payment of a month that is
    over leaves this month as it is."""
    amounts = before.amounts if before and before.month == month else {}
    moves = kind in ("cashback", "cashback_return")
    if moves and fact and of_redemption_id and month_of(of_redemption_id) == month:
        counted = amounts.get(fact.campaign_id, 0) + fact.amount
        amounts = {**amounts, fact.campaign_id: counted}
    kept = {campaign_id: amount for campaign_id, amount in amounts.items() if amount}
    return CashbackCounters(month, kept) if kept else None


def joined(
    source: CashbackCounters | None, target: CashbackCounters | None, month: str
) -> CashbackCounters | None:
    """Of two wallets of one person: both count to one ceiling."""
    sums: dict[str, int] = {}
    for counters in (source, target):
        if counters and counters.month == month:
            for campaign_id, amount in counters.amounts.items():
                sums[campaign_id] = sums.get(campaign_id, 0) + amount
    return CashbackCounters(month, sums) if sums else None


def month_of(redemption_id: str) -> str:
    """The Seoul month of a payment."""
    return seoul_date(id_time(redemption_id)).strftime("%Y-%m")
