"""The member of staff who calls."""

from typing import Any

from chalicelib.http.call import Call
from chalicelib.staff.person import Person


def person_of(call: Call[Any]) -> Person:
    staff = call.staff
    if not staff.phone:
        return Person(staff.subject, staff.username)
    person_key = call.adapters.signer.person_key(call.county_id, staff.phone)
    return Person(staff.subject, staff.username, person_key)
