"""Keys of merchants, of what is kept of them, and of their tills."""

from chalicelib.aws.keys import Key


def merchant(county_id: str, merchant_id: str) -> Key:
    return Key(f"{county_id}#MERCHANTS", merchant_id)


def merchant_code(county_id: str, code: str) -> Key:
    """People's codes differ by no case: see `core.codes`."""
    return Key(f"{county_id}#MERCHANTCODE#{code.upper()}", "MERCHANTCODE")


def merchant_key(county_id: str, key_hash: str) -> Key:
    return Key(f"{county_id}#KEY#{key_hash}", "KEY")


def application(county_id: str, application_id: str) -> Key:
    return Key(f"{county_id}#APPLICATIONS", application_id)


def registration(county_id: str, merchant_id: str) -> Key:
    return Key(f"{county_id}#REGISTRATIONS", merchant_id)


def business(county_id: str, business_key: str) -> Key:
    return Key(f"{county_id}#BUSINESS#{business_key}", "BUSINESS")


def last_paid(county_id: str, merchant_id: str) -> Key:
    return Key(f"{county_id}#LASTPAID", merchant_id)


def job(county_id: str, name: str) -> Key:
    return Key(f"{county_id}#JOBS", name)
