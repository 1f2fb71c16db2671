"""Keys of persons and of the tickets of their sign-ups."""

from chalicelib.aws.keys import Key


def person(county_id: str, person_key: str) -> Key:
    return Key(f"{county_id}#PERSON#{person_key}", "PERSON")


def ticket(county_id: str, signup_id: str) -> Key:
    return Key(f"{county_id}#SIGNUP#{signup_id}", "TICKET")
