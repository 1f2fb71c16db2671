"""Keys of the idempotency records of staff."""

from chalicelib.aws.keys import Key


def proposal(county_id: str, digest: str) -> Key:
    return Key(f"{county_id}#PROPOSAL#{digest}", "PROPOSAL")
