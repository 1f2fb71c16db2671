"""The member of staff who calls."""

from typing import Any

from chalicelib.http.call import Call
from chalicelib.staff.person import Person


def person_of(call: Call[Any]) -> Person:
    return Person(call.staff.subject, call.staff.username)
