"""Keys of what somebody has had of a campaign."""

from chalicelib.aws.keys import Key


def visited(county_id: str, who: str, campaign_id: str, turn: str) -> Key:
    """`who`: the wallet, the number or the person, each by a key of its own. There is room for one
    a turn."""
    return Key(f"{county_id}#VISITED#{who}", f"{campaign_id}#{turn}")
