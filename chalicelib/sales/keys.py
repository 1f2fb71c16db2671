"""Keys of sale rounds and of payouts."""

from chalicelib.aws.keys import Key


def rounds(county_id: str) -> str:
    return f"{county_id}#ROUNDS"


def round_(county_id: str, round_id: str) -> Key:
    return Key(rounds(county_id), round_id)


def payouts(county_id: str) -> str:
    return f"{county_id}#PAYOUTS"


def payout(county_id: str, entry_id: str) -> Key:
    """Of the refund that the entry owes."""
    return Key(payouts(county_id), entry_id)
