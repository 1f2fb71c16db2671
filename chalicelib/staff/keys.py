"""Keys of the idempotency records of staff, of what they changed, and of who gets mail."""

from chalicelib.aws.keys import Key


def proposal(county_id: str, digest: str) -> Key:
    return Key(f"{county_id}#PROPOSAL#{digest}", "PROPOSAL")


def audit_records(county_id: str) -> str:
    return f"{county_id}#AUDIT"


def audit_record(county_id: str, audit_id: str) -> Key:
    return Key(audit_records(county_id), audit_id)


def data_reviews(county_id: str) -> Key:
    """The prefix of all of them."""
    return Key(audit_records(county_id), "review#")


def data_review(county_id: str, period: str, subject: str) -> Key:
    return Key(audit_records(county_id), f"review#{period}#{subject}")


def reviewed_month(sk: str) -> str:
    return sk.split("#")[1]


def subscribers(county_id: str) -> str:
    return f"{county_id}#SUBSCRIBERS"


def subscriber(county_id: str, email: str) -> Key:
    return Key(subscribers(county_id), email)
