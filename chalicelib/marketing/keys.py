"""Keys of messages, of what became of them, and of how often a person was sent any."""

from datetime import date

from chalicelib.aws.keys import Key


def messages(county_id: str) -> str:
    return f"{county_id}#MESSAGES"


def outcomes(county_id: str, message_id: str) -> str:
    return f"{county_id}#MESSAGE#{message_id}"


def outcome(county_id: str, message_id: str, number: int) -> Key:
    return Key(outcomes(county_id, message_id), f"ROW#{number:05d}")


def split_outcome(sk: str) -> int:
    return int(sk.removeprefix("ROW#"))


def contacts(county_id: str, member_id: str) -> Key:
    return Key(f"{county_id}#CONTACTS#{member_id}", "SENT")


def reminder(county_id: str, member_id: str, since: date, years: int) -> Key:
    return Key(f"{county_id}#CONTACTS#{member_id}", f"REMINDED#{since.isoformat()}#{years:03d}")
