"""issued = spent + outstanding + expired + refunded, from a county's first day and of one day."""

from collections.abc import Iterable, Sequence

from chalicelib.ledger.entries import EntryKind
from chalicelib.reconciling.reconciliation import BudgetMoves, Difference, Equation
from chalicelib.sales.rounds import Round
from chalicelib.totals.day_totals import ClosingTotals, DayTotals
from chalicelib.totals.flows import Flow, Flows

_PAYMENTS: tuple[EntryKind, ...] = ("redemption", "cancellation", "net_cancel")
_ISSUES: tuple[EntryKind, ...] = ("signup", "conversion", "purchase")
_REFUNDS: tuple[EntryKind, ...] = ("purchase_cancel", "change_refund")


def mileage_equation(flows: Flows, outstanding: int) -> Equation:
    """`outstanding` by the balances; for some days' flows, its change over these days."""
    out = {kind: -flow.mileage for kind, flow in flows.items()}
    return Equation(
        issued=flows["signup"].mileage,
        adjusted=flows["adjustment"].mileage,
        spent=out["conversion"] + sum(out[kind] for kind in _PAYMENTS),
        expired=out["expiration"],
        refunded=sum(out[kind] for kind in _REFUNDS),
        outstanding=outstanding,
    )


def voucher_equation(flows: Flows, outstanding: int) -> Equation:
    """Issued by conversion, by sale, or at the sign-up."""
    out = {kind: -flow.voucher for kind, flow in flows.items()}
    return Equation(
        issued=sum(flows[kind].voucher for kind in _ISSUES),
        adjusted=flows["adjustment"].voucher,
        spent=sum(out[kind] for kind in _PAYMENTS),
        expired=out["expiration"],
        refunded=sum(out[kind] for kind in _REFUNDS),
        outstanding=outstanding,
    )


def check_equations(**equations: Equation) -> list[Difference]:
    return [
        Difference(kind="ledger_sum", subject=name, detail=str(equation.difference))
        for name, equation in equations.items()
        if equation.difference
    ]


def check_history(days: Iterable[DayTotals]) -> list[Difference]:
    """Each day's closing must be the day before's and what moved; `days` from the very first."""
    found = []
    before = ClosingTotals()
    for day in days:
        if closing_after(before, day.flows) != day.closing:
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


def check_kept_totals(kept: DayTotals | None, made: DayTotals) -> list[Difference]:
    """The day's totals that reports go by, if they were made already, against the wallets."""
    if kept is None or kept == made:
        return []
    names: list[str] = [
        kind for kind in made.flows if kept.flows.get(kind, Flow()) != made.flows[kind]
    ]
    if kept.closing != made.closing:
        names.append("closing")
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
