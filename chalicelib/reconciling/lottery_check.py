"""Rounds whose buyers are drawn: what was sold against the places that were offered.

Who stands at a place is known to nobody here. That one place bought once is the wallet's own rule;
`make verify` holds it over all wallets, by code of its own.
"""

from collections.abc import Iterable, Sequence

from chalicelib.draws.offers import Offer
from chalicelib.reconciling.reconciliation import BudgetMoves, Difference
from chalicelib.sales.rounds import Round


def check_lotteries(
    rounds: Iterable[tuple[Round, Sequence[Offer]]], moves: Iterable[BudgetMoves]
) -> list[Difference]:
    """Each offer follows the one before and is of no more than was left, and no more is sold than
    was offered, in whole places. `moves`: what all days took of the rounds' budgets."""
    taken: dict[str, int] = {}
    for move in moves:
        for round_id, amount in move.taken_by_round.items():
            taken[round_id] = taken.get(round_id, 0) + amount
    return [
        Difference(kind="lottery_offers", subject=round_.round_id, detail=fault)
        for round_, offers in rounds
        for fault in _faults(round_, offers, taken.get(round_.round_id, 0))
    ]


def _faults(round_: Round, offers: Sequence[Offer], sold: int) -> Iterable[str]:
    face = round_.denominations[0]
    before = 0
    for number, offer in enumerate(offers, 1):
        count = offer.last_place - offer.first_place + 1
        if (offer.number, offer.first_place) != (number, before + 1) or count < 1:
            yield f"offer {offer.number}: place"
        if count * face > offer.left:
            yield f"offer {offer.number}: more than was left"
        before = offer.last_place
    if sold > before * face:
        yield f"sold {sold}, offered {before * face}"
    if sold % face:
        yield f"sold {sold}, not in places of {face}"
