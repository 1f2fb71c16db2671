"""Keys of facilities' terms and notices, of gates, and of who was let in on a day."""

from datetime import date

from chalicelib.aws.keys import Key


def facility(county_id: str, facility_id: str) -> str:
    return f"{county_id}#FACILITY#{facility_id}"


def terms(county_id: str, facility_id: str, effective_on: date) -> Key:
    return Key(facility(county_id, facility_id), f"TERMS#{effective_on.isoformat()}")


def notice(county_id: str, facility_id: str, notice_id: str) -> Key:
    return Key(facility(county_id, facility_id), f"NOTICE#{notice_id}")


def notice_end(county_id: str, facility_id: str, notice_id: str) -> Key:
    """Beside the notice that was taken back."""
    return Key(facility(county_id, facility_id), f"NOTICE#{notice_id}#END")


def terms_proposals(county_id: str) -> str:
    return f"{county_id}#FACILITYPROPOSALS"


def gates(county_id: str) -> str:
    return f"{county_id}#GATES"


def gate(county_id: str, gate_id: str) -> Key:
    return Key(gates(county_id), gate_id)


def day(county_id: str, facility_id: str, on: date) -> str:
    return f"{county_id}#ADMISSIONS#{facility_id}#{on.isoformat()}"


ADMISSIONS = "MEMBER#"


def admission(county_id: str, facility_id: str, on: date, member_id: str) -> Key:
    """One of a member, facility and day: there is no room for a second."""
    return Key(day(county_id, facility_id, on), f"{ADMISSIONS}{member_id}")


FEE_SHARES = "SHARE#"


def fee_share(county_id: str, facility_id: str, on: date, member_id: str) -> Key:
    """Beside the admission of which it is."""
    return Key(day(county_id, facility_id, on), f"{FEE_SHARES}{member_id}")


def marked_scan(county_id: str, facility_id: str, on: date, scan_key: str) -> Key:
    return Key(day(county_id, facility_id, on), f"SCAN#{scan_key}")


def count(county_id: str, facility_id: str, on: date, count_key: str) -> Key:
    return Key(day(county_id, facility_id, on), f"COUNT#{count_key}")


def voided_count(county_id: str, facility_id: str, on: date, count_key: str) -> Key:
    return Key(day(county_id, facility_id, on), f"VOID#{count_key}")


def fee_difference(county_id: str, facility_id: str, on: date, number: int) -> Key:
    return Key(day(county_id, facility_id, on), f"DIFFERENCE#{number:03d}")


def fee_dues(county_id: str) -> Key:
    """One of a county: the days of which something is to be paid in."""
    return Key(f"{county_id}#FEEDUES", "OPEN")


def deposit(county_id: str, facility_id: str, on: date, number: int) -> Key:
    return Key(day(county_id, facility_id, on), f"DEPOSIT#{number:03d}")
