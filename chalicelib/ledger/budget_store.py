"""How a change of a budget is written beside the entry it pays for."""

from chalicelib.aws.table import Count
from chalicelib.ledger import keys
from chalicelib.ledger.budget import BudgetChange

LEFT = "left"


def counts(county_id: str, change: BudgetChange) -> list[Count]:
    """How a change is written, in one transaction with the entry it pays for."""
    if change.campaign_id is not None:
        return [
            Count(keys.cashback_budget(county_id, change.campaign_id, shard), LEFT, amount)
            for shard, amount in change.parts.items()
        ]
    if change.round_id is None:
        return [Count(keys.carry_over(county_id), LEFT, change.amount)]
    return [
        Count(keys.round_budget(county_id, change.round_id, shard), LEFT, amount)
        for shard, amount in change.parts.items()
    ]
