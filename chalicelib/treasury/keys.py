"""Keys of interest and of what was published of the fund."""

from datetime import date

from chalicelib.aws.keys import Key


def interest_proposals(county_id: str) -> str:
    return f"{county_id}#INTERESTPROPOSALS"


def interest(county_id: str) -> str:
    return f"{county_id}#INTEREST"


def interest_version(county_id: str, on: date, number: int) -> Key:
    return Key(interest(county_id), f"{on.isoformat()}#{number:04d}")


def versions_between(first: date, last: date) -> tuple[str, str]:
    return first.isoformat(), f"{last.isoformat()}#9999"


def publications(county_id: str) -> str:
    return f"{county_id}#FUNDPUBLICATIONS"


def publication(county_id: str, half_year: str, number: int) -> Key:
    return Key(publications(county_id), f"{half_year}#{number:04d}")


def split_version(sk: str) -> tuple[str, int]:
    """Of what, and which version of it."""
    of, _, number = sk.partition("#")
    return of, int(number)
