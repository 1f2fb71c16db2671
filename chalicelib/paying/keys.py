"""Keys of typed pay codes."""

from chalicelib.aws.keys import Key


def typed_pay_code(county_id: str, digits: str) -> Key:
    return Key(f"{county_id}#PAYCODE#{digits}", "PAYCODE")
