"""Keys of proposals and their steps, and of the rows of bulk grants."""

from chalicelib.aws.keys import Key


def adjustments(county_id: str) -> str:
    return f"{county_id}#ADJUSTMENTS"


def bulk_grants(county_id: str) -> str:
    return f"{county_id}#GRANTS"


def setting_proposals(county_id: str) -> str:
    return f"{county_id}#SETTINGPROPOSALS"


def step(pk: str, request_id: str, number: int) -> Key:
    """A step of what is proposed and decided: `pk` is that of its list."""
    return Key(pk, f"{request_id}#{number}")


def split_step(sk: str) -> tuple[str, int]:
    """(request_id, number) of a step's sort key."""
    request_id, _, number = sk.partition("#")
    return request_id, int(number)


def grant_rows(county_id: str, grant_id: str) -> str:
    return f"{county_id}#GRANT#{grant_id}"


def grant_slice(county_id: str, grant_id: str, number: int) -> Key:
    return Key(grant_rows(county_id, grant_id), f"SLICE#{number:04d}")


def split_grant_slice(sk: str) -> int:
    """The number of a slice from its sort key."""
    return int(sk.removeprefix("SLICE#"))


def grant_outcome(county_id: str, grant_id: str, row_number: int) -> Key:
    return Key(grant_rows(county_id, grant_id), f"ROW#{row_number:05d}")


def split_grant_outcome(sk: str) -> int:
    """The row's number from its outcome's sort key."""
    return int(sk.removeprefix("ROW#"))


def granted_row(county_id: str, row_key: str) -> Key:
    return Key(f"{county_id}#ROWKEY#{row_key}", "ROWKEY")
