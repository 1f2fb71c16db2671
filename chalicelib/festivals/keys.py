"""Keys of what somebody has had of a campaign, or for an activity, and of stamps."""

from datetime import date

from chalicelib.aws.keys import Key


def visited(county_id: str, who: str, mark: str) -> Key:
    """`who`: the wallet, the number or the person, each by a key of its own. There is room for one
    a mark."""
    return Key(f"{county_id}#VISITED#{who}", mark)


def stamp(county_id: str, member_id: str, campaign_id: str, place: str) -> Key:
    return Key(f"{county_id}#STAMPS#{member_id}", f"{campaign_id}#{place}")


def split_stamp(sk: str) -> tuple[str, str]:
    """The campaign and the place of a stamp's sort key."""
    campaign_id, _, place = sk.partition("#")
    return campaign_id, place


def without_friend(mark: str) -> str:
    """What was had, without who the friend is for whom."""
    scope, is_friend, _ = mark.partition("#mem_")
    return f"{scope}#friend" if is_friend else mark


def referral_due(county_id: str, on: date, newcomer_id: str) -> Key:
    """A referral of that day: so that its other side is looked at by night."""
    return Key(f"{county_id}#REFERRALDUE", f"{on.isoformat()}#{newcomer_id}")


def mark(scope: str, turn: str) -> str:
    """What somebody has had: of a campaign or an activity, which turn."""
    return f"{scope}#{turn}"


def returned(entry_id: str) -> str:
    """That what this entry gave was taken back."""
    return f"returned#{entry_id}"


def posts_on(on: date) -> str:
    """What the marks of a day's posts begin with."""
    return f"posts#{on.isoformat()}#"


def friends_of(campaign_id: str) -> str:
    """What the marks of a referrer's friends of a campaign begin with."""
    return f"{campaign_id}#friend-"


def friends_in(year: int) -> str:
    return f"friends#{year}-"
