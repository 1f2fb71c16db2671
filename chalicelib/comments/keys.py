"""Keys of entries by comment. The entries of a draw lie where its list reads them."""

from chalicelib.aws.keys import Key
from chalicelib.draws.keys import comments


def comment(county_id: str, draw_id: str, comment_id: str) -> Key:
    return Key(comments(county_id, draw_id), comment_id)


def of_person(county_id: str, who: str, draw_id: str) -> Key:
    """`who`: the wallet, the number or the person. There is room for one entry to a draw."""
    return Key(f"{county_id}#COMMENTBY#{who}", draw_id)


def likes(county_id: str, draw_id: str) -> str:
    """What entries of a draw name the same."""
    return f"{county_id}#COMMENTLIKE#{draw_id}"


def likes_of(mark: str) -> str:
    """What the sort keys of entries that name it begin with."""
    return f"{mark}#"


def like(county_id: str, draw_id: str, mark: str, comment_id: str) -> Key:
    return Key(likes(county_id, draw_id), likes_of(mark) + comment_id)


def taken(county_id: str, draw_id: str, mark: str) -> Key:
    """There is room for one accepted entry of a mark."""
    return Key(likes(county_id, draw_id), f"TAKEN#{mark}")
