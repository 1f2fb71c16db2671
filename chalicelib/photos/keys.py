"""Keys of photo entries."""

from chalicelib.aws.keys import Key


def photos(county_id: str) -> str:
    return f"{county_id}#PHOTOS"


def photo(county_id: str, photo_id: str) -> Key:
    return Key(photos(county_id), photo_id)


def turn(county_id: str, who: str, campaign_id: str, number: int) -> Key:
    """`who`: the wallet, the number or the person. There is room for one photo a number."""
    return Key(f"{county_id}#PHOTOTURN#{who}", f"{turns_of(campaign_id)}{number:02d}")


def turns_of(campaign_id: str) -> str:
    """What the sort keys of a campaign's turns begin with."""
    return f"{campaign_id}#"


def split_turn(sk: str) -> int:
    return int(sk.rpartition("#")[2])


def picture(county_id: str, sha256: str) -> Key:
    """There is no room for a second entry of the same picture."""
    return Key(f"{county_id}#PHOTOHASH#{sha256}", "PHOTO")
