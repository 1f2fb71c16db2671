"""Keys of tickets, of their buyers, and of the lines that they stand in."""

from chalicelib.aws.keys import Key


def ticket(county_id: str, purchase_id: str) -> Key:
    return Key(f"{county_id}#PURCHASE#{purchase_id}", "PURCHASE")


def split_ticket(pk: str) -> tuple[str, str]:
    """(county_id, purchase_id) of what `ticket` made."""
    county_id, _, purchase_id = pk.split("#")
    return county_id, purchase_id


def buyer(county_id: str, member_id: str) -> Key:
    return Key(f"{county_id}#BUYER#{member_id}", "BUYER")


def line(county_id: str, round_id: str, shard: int) -> Key:
    """How many stand in a line, and for how much."""
    return Key(f"{county_id}#LINE#{round_id}#{shard:02d}", "LINE")


def served(county_id: str, round_id: str, shard: int) -> Key:
    """How far a line has come."""
    return Key(f"{county_id}#SERVED#{round_id}#{shard:02d}", "SERVED")
