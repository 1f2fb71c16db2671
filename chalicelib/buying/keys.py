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


APPLIED = "APPLIED#"


def applied_list(county_id: str, round_id: str, part: int) -> str:
    """Of who applied to a lottery round."""
    return f"{county_id}#APPLIED#{round_id}#{part:02d}"


def applied(county_id: str, round_id: str, part: int, member_id: str) -> Key:
    return Key(applied_list(county_id, round_id, part), member_id)


def own_application(county_id: str, member_id: str, application_id: str) -> Key:
    """Beside the keys under which the member asked."""
    return Key(buyer(county_id, member_id).pk, f"{APPLIED}{application_id}")


def lottery_told(county_id: str, round_id: str, name: str) -> Key:
    """Of an offer by its number, or of all `others`."""
    return Key(f"{county_id}#LOTTERYTOLD#{round_id}", name)
