"""Keys of how printed cards are used."""

from chalicelib.aws.keys import Key


def use(county_id: str, member_id: str, number: str) -> Key:
    return Key(f"{county_id}#CARD#{member_id}", number)
