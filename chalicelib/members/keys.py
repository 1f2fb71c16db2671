"""Keys of the holders of phone numbers and of the tickets of sign-ups."""

from chalicelib.aws.keys import Key


def person(county_id: str, phone_key: str) -> Key:
    return Key(f"{county_id}#PERSON#{phone_key}", "PERSON")


def ticket(county_id: str, signup_id: str) -> Key:
    return Key(f"{county_id}#SIGNUP#{signup_id}", "TICKET")
