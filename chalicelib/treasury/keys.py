"""Keys of interest and of what was made of half-years."""

from datetime import date
from typing import Literal

from chalicelib.aws.keys import Key

Subject = Literal["FUNDPUBLICATIONS", "ISSUEREPORTS"]
"""What versions of half-years are kept of."""


def interest_proposals(county_id: str) -> str:
    return f"{county_id}#INTERESTPROPOSALS"


def interest(county_id: str) -> str:
    return f"{county_id}#INTEREST"


def interest_version(county_id: str, on: date, number: int) -> Key:
    return Key(interest(county_id), f"{on.isoformat()}#{number:04d}")


def interest_span(first: date, last: date) -> tuple[str, str]:
    """Between which sort keys every version of these days stands."""
    return first.isoformat(), f"{last.isoformat()}#9999"


def split_version(sk: str) -> tuple[str, int]:
    """What a version is of, a day or a half-year, and its number."""
    name, _, number = sk.partition("#")
    return name, int(number)


def publications(county_id: str, subject: Subject) -> str:
    return f"{county_id}#{subject}"


def publication(county_id: str, subject: Subject, half_year: str, number: int) -> Key:
    return Key(publications(county_id, subject), f"{half_year}#{number:04d}")
