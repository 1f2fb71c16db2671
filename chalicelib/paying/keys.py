"""Keys of merchants, their tills and typed pay codes."""

from chalicelib.aws.keys import Key


def typed_pay_code(county_id: str, digits: str) -> Key:
    return Key(f"{county_id}#PAYCODE#{digits}", "PAYCODE")


def merchant(county_id: str, merchant_id: str) -> Key:
    return Key(f"{county_id}#MERCHANTS", merchant_id)


def merchant_code(county_id: str, code: str) -> Key:
    """People's codes differ by no case: see `core.codes`."""
    return Key(f"{county_id}#MERCHANTCODE#{code.upper()}", "MERCHANTCODE")


def merchant_key(county_id: str, key_hash: str) -> Key:
    return Key(f"{county_id}#KEY#{key_hash}", "KEY")


def shop_reports(county_id: str) -> str:
    return f"{county_id}#SHOPREPORTS"


def shop_report(county_id: str, merchant_id: str, reporter: str) -> Key:
    """One a member and shop; those of a shop stand together."""
    return shop_report_at(county_id, f"{merchant_id}#{reporter}")


def shop_report_at(county_id: str, position: str) -> Key:
    return Key(shop_reports(county_id), position)
