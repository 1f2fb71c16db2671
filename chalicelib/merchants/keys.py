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


def shop_change(county_id: str, change_id: str) -> Key:
    return Key(f"{county_id}#SHOPCHANGES", change_id)


def business(county_id: str, business_key: str) -> Key:
    return Key(f"{county_id}#BUSINESS#{business_key}", "BUSINESS")


def last_paid(county_id: str, merchant_id: str) -> Key:
    return Key(f"{county_id}#LASTPAID", merchant_id)


def job(county_id: str, name: str) -> Key:
    return Key(f"{county_id}#JOBS", name)


def reports(county_id: str) -> str:
    return f"{county_id}#SHOPREPORTS"


def report(county_id: str, merchant_id: str, reporter: str) -> Key:
    """One a member and shop; those of a shop stand together."""
    return report_at(county_id, f"{merchant_id}#{reporter}")


def report_at(county_id: str, position: str) -> Key:
    return Key(reports(county_id), position)


def merchant_import(county_id: str, import_id: str) -> Key:
    return Key(f"{county_id}#IMPORT#{import_id}", "IMPORT")


def import_slice(county_id: str, import_id: str, number: int) -> Key:
    return Key(f"{county_id}#IMPORT#{import_id}", f"SLICE#{number:04d}")


def import_row(county_id: str, import_id: str, line: int) -> Key:
    return Key(f"{county_id}#IMPORT#{import_id}", f"ROW#{line:05d}")
