"""Two people whose sign-ups got one id: once in four billion of a millisecond."""

import pytest
from msgspec.structs import replace

from chalicelib.core.errors import VersionConflictError
from chalicelib.members.store import MemberStore
from tests import builders
from tests.builders import COUNTY
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import World, a_signup


def test_nobody_is_let_into_the_wallet_of_another() -> None:
    table = FakeTable()
    builders.seed(table)
    world = World(table)
    first = a_signup("a")
    second = replace(a_signup("b"), signup_id=first.signup_id, name_masked="김*수")
    world.consumer.complete(first)

    with pytest.raises(VersionConflictError):
        world.consumer.complete(second)

    holder = MemberStore(table).holder_of(COUNTY, first.person_key)
    assert holder is not None
    member_id = holder.member_id
    profile = MemberStore(table).profile(COUNTY, member_id)
    assert profile is not None
    assert (profile.person_key, profile.name_masked) == (first.person_key, first.name_masked)
    assert len(check_chain(table, member_id)) == 1
