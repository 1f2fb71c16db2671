"""Keys of counties, their settings and facilities."""

from datetime import date

from chalicelib.aws.keys import Key


def county(county_id: str) -> Key:
    return Key(f"{county_id}#COUNTY", "COUNTY")


def settings(county_id: str) -> str:
    return f"{county_id}#SETTINGS"


def setting(county_id: str, key: str, effective_on: date) -> Key:
    return Key(settings(county_id), f"{key}#{effective_on.isoformat()}")


def setting_turn(county_id: str, known_count: int) -> Key:
    """Taken by whoever records a version after seeing `known_count` of them: only one can, so that
    everybody else must look again first."""
    return Key(f"{county_id}#SETTINGTURN#{known_count:06d}", "SETTINGTURN")


def facility(county_id: str, facility_id: str) -> Key:
    return Key(f"{county_id}#FACILITIES", facility_id)


def picture(county_id: str, name: str) -> Key:
    """`name` goes with the content."""
    return Key(f"{county_id}#PICTURES", name)


def expired_through(county_id: str) -> Key:
    return Key(f"{county_id}#JOBS", "EXPIRATION")
