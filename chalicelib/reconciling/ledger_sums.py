"""issued = spent + outstanding + expired + refunded, from a county's first day and of one day."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, get_args

from msgspec.structs import replace

from chalicelib.cashbacks.campaigns import CashbackCampaign
from chalicelib.joining.campaigns import Campaign
from chalicelib.ledger.kinds import Role, check_same
from chalicelib.reconciling.reconciliation import BudgetMoves, Difference, Equation
from chalicelib.sales.rounds import Round
from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.flows import Flow, Flows, by_role

_Term = Literal["issued", "adjusted", "spent", "expired", "refunded"]
_VOUCHER_TERMS: Mapping[Role, _Term] = {
    "issue": "issued",
    "sale": "issued",
    "conversion": "issued",
    "payment": "spent",
    "payment_canceled": "spent",
    "sale_canceled": "refunded",
    "change_refunded": "refunded",
    "adjustment": "adjusted",
    "expiration": "expired",
    "grant_returned": "adjusted",
    "carried": "adjusted",
    "reserved": "issued",
    "owed": "adjusted",
    "paper": "issued",
}
_MILEAGE_TERMS: Mapping[Role, _Term | None] = {
    **_VOUCHER_TERMS,
    "conversion": "spent",
    "sale": None,
    "reserved": None,
    "paper": None,
}
"""Where entries of a role stand. A sale moves no mileage: if it does, the equation is off; nor does
what is reserved or sold on paper, and no vouchers either."""
check_same("the terms of the equations", _VOUCHER_TERMS, get_args(Role))


def mileage_equation(flows: Flows, outstanding: int) -> Equation:
    """`outstanding` by the balances; for some days' flows, its change over these days."""
    moved = {role: flow.mileage for role, flow in by_role(flows).items()}
    return _equation(moved, _MILEAGE_TERMS, outstanding)


def voucher_equation(flows: Flows, outstanding: int) -> Equation:
    """Issued by conversion, by sale, or at the sign-up."""
    moved = {role: flow.voucher for role, flow in by_role(flows).items()}
    return _equation(moved, _VOUCHER_TERMS, outstanding)


def _equation(
    moved: Mapping[Role, int], terms: Mapping[Role, _Term | None], outstanding: int
) -> Equation:
    def sum_of(term: _Term) -> int:
        return sum(amount for role, amount in moved.items() if terms[role] == term)

    return Equation(
        issued=sum_of("issued"),
        adjusted=sum_of("adjusted"),
        spent=-sum_of("spent"),
        expired=-sum_of("expired"),
        refunded=-sum_of("refunded"),
        outstanding=outstanding,
    )


def check_equations(**equations: Equation) -> list[Difference]:
    return [
        Difference(kind="ledger_sum", subject=name, detail=str(equation.difference))
        for name, equation in equations.items()
        if equation.difference
    ]


def check_carried(flows: Flows) -> list[Difference]:
    """What is carried out of wallets goes into others, on the same day."""
    carried = by_role(flows)["carried"]
    moved = {"carried_mileage": carried.mileage, "carried_voucher": carried.voucher}
    return [
        Difference(kind="ledger_sum", subject=name, detail=str(amount))
        for name, amount in moved.items()
        if amount
    ]


def check_history(days: Iterable[DayTotals]) -> list[Difference]:
    """Each day's closing must be the day before's and what moved; `days` from the very first."""
    found = []
    before = ClosingTotals()
    for day in days:
        if closing_after(before, day.flows) != _without_funds(day.closing):
            found.append(Difference(kind="day_totals_broken", subject=day.on.isoformat()))
        before = day.closing
    return found


def closing_after(before: ClosingTotals, flows: Flows) -> ClosingTotals:
    """By the amounts, which in a sound ledger is the same as by the balances."""
    return ClosingTotals(
        before.members + flows["signup"].count,
        before.mileage + sum(flow.mileage for flow in flows.values()),
        before.voucher + sum(flow.voucher for flow in flows.values()),
    )


def _without_funds(closing: ClosingTotals) -> ClosingTotals:
    """What flows tell nothing of."""
    return replace(closing, bought=0, paper=0)


def check_kept_totals(kept: DayTotals | None, made: DayTotals) -> list[Difference]:
    """The day's totals that reports and the treasury account's book go by, if they were made
    already, against the wallets."""
    if kept is None:
        return []
    return [*_check_account(kept, made), *_check_flows(kept, made)]


def _check_account(kept: DayTotals, made: DayTotals) -> list[Difference]:
    """What is left of bought vouchers and of notes, what was spent, and the discount of each round;
    nothing of totals of before these were counted."""
    pairs: tuple[tuple[str, object, object], ...] = (
        ("bought", kept.closing.bought, made.closing.bought),
        ("paper", kept.closing.paper, made.closing.paper),
        ("bought_spent", kept.bought_spent, made.bought_spent),
        ("discounts", kept.discounts, made.discounts),
    )
    return [
        Difference(
            kind="treasury_book",
            subject=made.on.isoformat(),
            detail=f"{name}: book {of_book}, wallets {of_wallets}",
        )
        for name, of_book, of_wallets in pairs
        if of_book is not None and of_wallets is not None and of_book != of_wallets
    ]


def _check_flows(kept: DayTotals, made: DayTotals) -> list[Difference]:
    names: list[str] = [
        kind for kind in made.flows if kept.flows.get(kind, Flow()) != made.flows[kind]
    ]
    if _without_funds(kept.closing) != _without_funds(made.closing):
        names.append("closing")
    if not names:
        return []
    on = made.on.isoformat()
    return [Difference(kind="day_totals_different", subject=on, detail=", ".join(names))]


def check_budgets(
    rounds: Sequence[tuple[Round, int]], carried_over: int, moves: Iterable[BudgetMoves]
) -> list[Difference]:
    """left + sold − given back = budget, of each round (`(round, left)`), and what came back after
    a round had closed = the carry-over account. `moves` are those of all days."""
    taken: dict[str, int] = {}
    returned = 0
    for move in moves:
        returned += move.carried_over
        for round_id, amount in move.taken_by_round.items():
            taken[round_id] = taken.get(round_id, 0) + amount
    found = [
        Difference(kind="round_budget", subject=round_id, detail=str(difference))
        for round_, left in rounds
        if (difference := left + taken.pop(round_id := round_.round_id, 0) - round_.budget_amount)
    ]
    # What is left was taken from rounds that no one has made.
    found += [
        Difference(kind="round_budget", subject=round_id, detail=str(amount))
        for round_id, amount in taken.items()
        if amount
    ]
    if carried_over != returned:
        detail = str(carried_over - returned)
        found.append(Difference(kind="round_budget", subject="carry_over", detail=detail))
    return found


def check_cashbacks(
    campaigns: Sequence[tuple[CashbackCampaign, int]], moves: Iterable[BudgetMoves]
) -> list[Difference]:
    """left + given − taken back = budget, of each campaign (`(campaign, left)`), and nothing was
    given by one that nobody approved. `moves` are those of all days."""
    given: dict[str, int] = {}
    for move in moves:
        for campaign_id, amount in move.given_by_campaign.items():
            given[campaign_id] = given.get(campaign_id, 0) + amount
    off = {
        each.campaign_id: left + given.pop(each.campaign_id, 0) - each.budget_amount
        for each, left in campaigns
    } | given
    return [
        Difference(kind="cashback_budget", subject=campaign_id, detail=str(amount))
        for campaign_id, amount in off.items()
        if amount
    ]


def check_campaigns(
    campaigns: Sequence[tuple[Campaign, int]], moves: Iterable[tuple[date, BudgetMoves]]
) -> list[Difference]:
    """left + granted = budget, of each campaign that has one (`(campaign, left)`), in points.
    `moves` are those of all days; what one gave before it had a budget is not counted."""
    since = {campaign.campaign_id: campaign.counted_from for campaign, _ in campaigns}
    granted: Counter[str] = Counter()
    for on, move in moves:
        for campaign_id, points in move.granted_by_campaign.items():
            first = since.get(campaign_id)
            if first is None or on >= first:
                granted[campaign_id] += points
    return [
        Difference(kind="campaign_budget", subject=campaign.campaign_id, detail=str(difference))
        for campaign, left in campaigns
        if (difference := left + granted[campaign.campaign_id] - (campaign.budget or 0))
    ]
