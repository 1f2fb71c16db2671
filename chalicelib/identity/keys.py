"""Keys of the identities of persons."""

from chalicelib.aws.keys import Key


def identity(county_id: str, identity_key: str) -> Key:
    return Key(f"{county_id}#IDENTITY#{identity_key}", "IDENTITY")
