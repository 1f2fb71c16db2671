"""Keys of what somebody has had of a campaign, or for an activity, and of stamps."""

from chalicelib.aws.keys import Key


def visited(county_id: str, who: str, mark: str) -> Key:
    """`who`: the wallet, the number or the person, each by a key of its own. There is room for one
    a mark."""
    return Key(f"{county_id}#VISITED#{who}", mark)


def stamp(county_id: str, member_id: str, campaign_id: str, place: str) -> Key:
    return Key(f"{county_id}#STAMPS#{member_id}", f"{campaign_id}#{place}")
