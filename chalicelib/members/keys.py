"""Keys of the holders of phone numbers, the tickets of sign-ups, wallets that were left or ended in
another, and whose passes were stopped."""

from chalicelib.aws.keys import Key


def person(county_id: str, phone_key: str) -> Key:
    return Key(f"{county_id}#PERSON#{phone_key}", "PERSON")


def ticket(county_id: str, signup_id: str) -> Key:
    return Key(f"{county_id}#SIGNUP#{signup_id}", "TICKET")


def left_wallets(county_id: str, person_key: str) -> str:
    return f"{county_id}#LEFT#{person_key}"


def ended_wallets(county_id: str) -> str:
    return f"{county_id}#ENDEDWALLETS"


def ended_wallet(county_id: str, member_id: str) -> Key:
    return Key(ended_wallets(county_id), member_id)


def pass_revocations(county_id: str) -> str:
    return f"{county_id}#PASSREVOCATIONS"


def pass_revocation(county_id: str, at: str, member_id: str, version: int) -> Key:
    return Key(pass_revocations(county_id), f"{at}#{member_id}#{version:06d}")
