"""What a reward looks like to who had it."""

from typing import Any

from chalicelib.http.call import Call, Shape
from chalicelib.http.terms import EntryRef
from chalicelib.ledger.answers import entry_answer
from chalicelib.ledger.chain import Outcome


class RewardAnswer(Shape):
    entry_id: EntryRef
    granted_mileage: int
    """Points for it."""
    mileage_balance: int
    """Points in the wallet after it."""
    description: str
    """What it was for, in words."""


def reward_answer(call: Call[Any], outcome: Outcome) -> RewardAnswer:
    call.mark_replayed(outcome.replayed)
    entry = outcome.entry
    return RewardAnswer(
        entry_id=entry.entry_id,
        granted_mileage=entry.mileage_amount,
        mileage_balance=entry.mileage_balance,
        description=entry_answer(entry, call.language).description,
    )
