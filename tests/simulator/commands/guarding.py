"""Signing up a child: the guardian's consent goes with it, and is kept."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from chalicelib.joining.signups import Guardian
from chalicelib.joining.wiring import JoiningWiring
from chalicelib.members.store import MemberStore
from chalicelib.members.wiring import MembersWiring
from tests.builders import COUNTY
from tests.simulator.command import Command
from tests.simulator.commands.joining import (
    DRAWN,
    accept,
    check_one_grant,
    complete_all,
    confirm,
    fill_in,
)
from tests.simulator.universe import Universe, process


def _child(universe: Universe) -> Any:
    """A child of thirteen, whose guardian was asked by a number of their own."""
    verifications = process().wired(JoiningWiring).verifications
    asked = verifications.start(
        COUNTY, phone="010-8765-4321", purpose="guardian", source="203.0.113.1"
    )
    guardian = Guardian(
        verification_token=confirm(universe, asked.verification_id).essence,
        name="홍판서",
        relation="parent",
    )
    return replace(fill_in(universe), birth_on=date(2015, 5, 5), guardian=guardian)


def _check_child(universe: Universe, filled_in: Any) -> None:
    """One grant, the consent kept with it, and the guardian's children counted once or, where an
    answer was lost between the two counters, once more."""
    check_one_grant(universe, filled_in)
    verified = process().signer.read_verification_token(
        filled_in.verification_token, universe.clock()
    )
    store = MemberStore(universe.table)
    holder = store.holder_of(COUNTY, verified.person_key)
    assert holder is not None
    profile = store.profile(COUNTY, holder.member_id)
    assert profile is not None
    kept = process().wired(MembersWiring).members.guardian(profile)
    assert kept is not None
    assert (kept.name, kept.phone, kept.consent.relation) == ("홍판서", "+821087654321", "parent")


COMMANDS = (
    Command(
        "sign-up of a child, accept", _child, accept,
        settle=complete_all, spare=("#SIGNUP#", "#THROTTLE#"), blind=DRAWN | {"guardian"},
        check=_check_child,
    ),
)  # fmt: skip
