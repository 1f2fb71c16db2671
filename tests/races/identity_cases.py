"""Identifications that meet each other, and what their members do at the same moment.

Chains are followed by the verifier; no scene names its members, since what an identification writes
is no answer to a command about money.
"""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from chalicelib.core.actors import MovedActorError
from chalicelib.core.errors import VersionConflictError
from tests.builders import COUNTY, NOON
from tests.races.cases import Case, Command, Scene
from tests.races.cases import leave as leave_as
from tests.races.outcomes import wallet_state
from tests.worlds import Holder, World

ATTEMPTS_MAX = 5
PERSON = "the keyed hash of one person"


def unbound(*vouchers: int) -> Any:
    """Members of different numbers, who may be one person."""

    def prepare(world: World, tag: str) -> Scene:
        holders = [
            replace(world.join(person=f"{tag}-{n}", vouchers=amount), generation=1)
            for n, amount in enumerate(vouchers)
        ]
        return Scene((), facts={"holders": holders, "person": f"{PERSON} {tag}"})

    return prepare


def wallet_left(*vouchers: int) -> Any:
    """The first of them was left by the person; the others are unbound."""

    def prepare(world: World, tag: str) -> Scene:
        scene = unbound(*vouchers)(world, tag)
        first = scene.facts["holders"][0]
        world.binding.bind(COUNTY, first.member_id, scene.facts["person"])
        world.leave(first)
        return Scene((), NOON + timedelta(seconds=2), facts=scene.facts)

    return prepare


def identify(number: int) -> Command:
    def run(world: World, scene: Scene) -> Any:
        holder: Holder = scene.facts["holders"][number]
        try:
            profile = world.binding.bind(
                COUNTY, holder.member_id, scene.facts["person"], by=holder.actor
            )
        except MovedActorError:
            return "bound"
        return "bound" if profile.identity_key else "not bound"

    return run


def convert(number: int) -> Command:
    def run(world: World, scene: Scene) -> Any:
        holder: Holder = scene.facts["holders"][number]
        entry = world.wallets.convert(holder.actor, mileage=1000, idempotency_key="meanwhile").entry
        return entry.kind

    return run


def leave(number: int) -> Command:
    """Asked again by whoever is told that the profile changed meanwhile."""

    def run(world: World, scene: Scene) -> Any:
        holder: Holder = scene.facts["holders"][number]
        for _ in range(ATTEMPTS_MAX):
            with suppress(VersionConflictError):
                leave_as(world, Scene((holder,)))
                return "left"
        raise AssertionError("never done")

    return run


def identity_state(table: Any, scene: Scene) -> Any:
    """Whose the person's membership is, and all wallets, each sound."""
    world = World(table)
    holders: list[Holder] = scene.facts["holders"]
    ids = [holder.member_id for holder in holders]
    person = world.identities.holder(COUNTY, scene.facts["person"])
    bound = None
    if person is not None:
        assert person.member_id in ids
        bound = (ids.index(person.member_id), person.has_grant)
    states = []
    for member_id in ids:
        profile = world.members.profile(COUNTY, member_id)
        assert profile is not None
        goes_on = ids.index(profile.continues_in) if profile.continues_in else None
        is_known = profile.identity_key is not None
        states.append((profile.status, is_known, goes_on, wallet_state(table, member_id)))
    return bound, tuple(states)


IDENTITY_CASES: dict[str, Case] = {
    "two numbers verify one identity": Case(
        unbound(0, 2000), (identify(0), identify(1)), identity_state
    ),
    "one identity verified twice": Case(unbound(1000), (identify(0),) * 2, identity_state),
    "three numbers verify one identity": Case(
        unbound(0, 1000, 2000), (identify(0), identify(1), identify(2)), identity_state
    ),
    "identified while converting": Case(
        unbound(0), (identify(0), convert(0)), identity_state
    ),
    "identified while leaving": Case(unbound(2000), (identify(0), leave(0)), identity_state),
    "two numbers at the wallet that was left": Case(
        wallet_left(1000, 2000, 3000), (identify(1), identify(2)), identity_state
    ),
    "the wallet that was left opens twice": Case(
        wallet_left(1000, 2000), (identify(1),) * 2, identity_state
    ),
}  # fmt: skip
