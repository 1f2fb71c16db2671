"""Keys of half-price trips."""

from datetime import date

from chalicelib.aws.keys import Key

_DUE_DATE_LENGTH = len("2026-12-31")


def trips(county_id: str) -> str:
    return f"{county_id}#TRIPS"


def trip(county_id: str, trip_id: str) -> Key:
    return Key(trips(county_id), trip_id)


def traveller_trips(county_id: str, member_id: str) -> str:
    return f"{county_id}#TRAVELLER#{member_id}"


def traveller_trip(county_id: str, member_id: str, trip_id: str) -> Key:
    """Says only that the trip is this member's."""
    return Key(traveller_trips(county_id, member_id), trip_id)


def traveller(county_id: str, member_id: str) -> Key:
    return Key(traveller_trips(county_id, member_id), "TIMES")


def budget(county_id: str, year: int) -> Key:
    return Key(f"{county_id}#TRIPBUDGET", str(year))


def due_trips(county_id: str) -> str:
    return f"{county_id}#TRIPDUE"


def due_trip(county_id: str, claim_by_on: date, trip_id: str) -> Key:
    """By the last day to claim."""
    return Key(due_trips(county_id), f"{claim_by_on.isoformat()}#{trip_id}")


def due_day(day: date) -> str:
    """Sorts after all that is due before `day`, and before all that is due on it."""
    return day.isoformat()


def split_due_trip(sk: str) -> str:
    """The trip's id from its due item's sort key."""
    return sk[_DUE_DATE_LENGTH + 1 :]
