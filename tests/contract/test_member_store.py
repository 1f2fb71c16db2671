"""Whose a number is, profiles and tickets, on every implementation of the table."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import VersionConflictError
from chalicelib.joining.signup_consumer import _applicant, _profile
from chalicelib.members.phone_holder import PhoneHolder
from chalicelib.members.store import MemberStore
from chalicelib.members.ticket import Ticket
from tests.builders import COUNTY, NOON
from tests.worlds import a_signup


def test_a_number_belongs_to_the_first_who_claims_it_until_it_changes_hands(table: Any) -> None:
    members = MemberStore(table)
    first = PhoneHolder(
        county_id=COUNTY,
        phone_key="p",
        member_id="mem_1",
        birth_key="b1",
        verified_by="t1",
        signed_up_at=NOON,
    )
    second = replace(first, member_id="mem_2", birth_key="b2")
    assert members.holder_of(COUNTY, "p") is None

    assert members.claim_phone(first) == first
    assert members.claim_phone(second) == first
    assert members.claim_phone(first) == first

    assert members.holder_of(COUNTY, "p") == first
    assert members.holder_of("jinju", "p") is None
    successor = replace(second, may_grant=False, freed_at=NOON, version=2)
    members.replace_holder(successor)
    assert members.holder_of(COUNTY, "p") == successor
    with pytest.raises(VersionConflictError):
        members.replace_holder(replace(successor, member_id="mem_3"))


def test_a_profile_and_a_ticket_come_back_and_the_first_profile_stays(table: Any) -> None:
    members = MemberStore(table)
    profile = _profile(a_signup(), replace(_applicant(a_signup()), member_id="mem_1"), 0)

    members.create_profile(profile)
    members.create_profile(replace(profile, name_masked="김*"))

    assert members.profile(COUNTY, "mem_1") == profile
    assert members.profile(COUNTY, "mem_2") is None
    ticket = Ticket(
        county_id=COUNTY,
        signup_id="sgn_1",
        member_id="mem_1",
        already_member=True,
        granted_mileage=0,
    )
    assert members.ticket(COUNTY, "sgn_1") is None
    members.put_ticket(ticket)
    assert members.ticket(COUNTY, "sgn_1") == ticket
    members.put_ticket(replace(ticket, member_id=None, reason="phone_in_use"))
    assert members.ticket(COUNTY, "sgn_1") == ticket
