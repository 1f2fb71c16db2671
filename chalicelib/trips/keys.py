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


def traveller(county_id: str, traveller_id: str) -> Key:
    return Key(traveller_trips(county_id, traveller_id), "TIMES")


def budget(county_id: str, year: int) -> Key:
    return Key(f"{county_id}#TRIPBUDGET", str(year))


def applied_days(county_id: str, year: int) -> str:
    return f"{county_id}#TRIPDAYS#{year}"


def applied_day(county_id: str, year: int, on: date) -> Key:
    """What was applied for on a day, of a year's budget."""
    return Key(applied_days(county_id, year), on.isoformat())


def effect_days(county_id: str, year: int) -> str:
    return f"{county_id}#TRIPEFFECT#{year}"


def effect_day(county_id: str, on: date) -> Key:
    """What trips did on a day, by the ledger."""
    return Key(effect_days(county_id, on.year), on.isoformat())


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


def claim(county_id: str, trip_id: str, number: int) -> Key:
    return Key(f"{county_id}#TRIPCLAIM#{trip_id}", f"CLAIM#{number}")


def split_claim(sk: str) -> int:
    return int(sk.partition("#")[2])


def receipts(county_id: str, approval_key: str) -> str:
    """All that was claimed under one approval number of one shop and day."""
    return f"{county_id}#TRIPRECEIPT#{approval_key}"


def receipt(county_id: str, approval_key: str, receipt_key: str) -> Key:
    """There is no room for a second claim of it."""
    return Key(receipts(county_id, approval_key), receipt_key)


def payment(county_id: str, redemption_id: str) -> Key:
    """The same of a payment with our own vouchers."""
    return Key(f"{county_id}#TRIPRECEIPT#{redemption_id}", "PAYMENT")


def photos(county_id: str, sha256: str) -> str:
    """Which trips showed a picture of just these bytes."""
    return f"{county_id}#TRIPPHOTO#{sha256}"


def photo(county_id: str, sha256: str, trip_id: str) -> Key:
    return Key(photos(county_id, sha256), trip_id)


def watched_trips(county_id: str) -> str:
    return f"{county_id}#TRIPWATCH"


def watched_trip(county_id: str, until: date, trip_id: str, number: int) -> Key:
    """Of a trip that was paid, for as long as something of it may still have to be taken back;
    `number`: how often it was before."""
    return Key(watched_trips(county_id), f"{until.isoformat()}#{trip_id}#{number}")


def split_watched_trip(sk: str) -> str:
    return sk.split("#")[1]
