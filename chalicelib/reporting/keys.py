"""Keys of those who get reports by mail."""

from chalicelib.aws.keys import Key


def subscribers(county_id: str) -> str:
    return f"{county_id}#SUBSCRIBERS"


def subscriber(county_id: str, email: str) -> Key:
    return Key(subscribers(county_id), email)
