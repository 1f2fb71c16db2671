"""Keys of a shop's phones and people, and of invitations."""

from chalicelib.aws.keys import Key


def shop(county_id: str, merchant_id: str) -> str:
    return f"{county_id}#SHOP#{merchant_id}"


def device(county_id: str, merchant_id: str, number: int) -> Key:
    return Key(shop(county_id, merchant_id), f"DEVICE#{number:04d}")


def person(county_id: str, merchant_id: str, number: int) -> Key:
    return Key(shop(county_id, merchant_id), f"PERSON#{number:04d}")


def invited(county_id: str, merchant_id: str) -> Key:
    """Which invitation of the county's is the newest."""
    return Key(shop(county_id, merchant_id), "INVITED")


def invitation(county_id: str, code_hash: str) -> Key:
    return Key(f"{county_id}#INVITATION#{code_hash}", "INVITATION")
