"""Keys of what is kept of the browsers that are notified."""

from chalicelib.aws.keys import Key


def subscriptions(county_id: str, member_id: str) -> Key:
    return Key(f"{county_id}#PUSH#{member_id}", "PUSH")
