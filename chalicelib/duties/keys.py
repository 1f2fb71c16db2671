"""Keys of what was done about duties."""

from chalicelib.aws.keys import Key


def duties(county_id: str) -> str:
    return f"{county_id}#DUTIES"


def duty(county_id: str, duty_id: str) -> Key:
    return Key(duties(county_id), duty_id)
