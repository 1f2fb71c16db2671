"""Keys of what staff said of signals."""

from chalicelib.aws.keys import Key


def cases(county_id: str) -> str:
    return f"{county_id}#FRAUDCASES"


def case(county_id: str, case_id: str) -> Key:
    return Key(cases(county_id), case_id)
