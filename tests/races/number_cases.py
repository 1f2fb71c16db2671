"""Sign-ups that meet at a number which changes hands."""

from datetime import date, timedelta
from typing import Any

from chalicelib.core.errors import VersionConflictError
from chalicelib.joining.signups import Signup, member_id_of
from chalicelib.members.store import MemberStore
from tests.builders import COUNTY, NOON
from tests.races.cases import Case, Command, Scene, leave
from tests.races.outcomes import wallet_state
from tests.worlds import Holder, World, a_signup

STRANGER = date(1999, 9, 9)
ANOTHER = date(1971, 1, 17)
DELIVERIES_MAX = 5


def held(*births: date | None) -> Any:
    """A member, and sign-ups on the number that wait: the member's own (`None`) and strangers'."""

    def prepare(world: World, tag: str) -> Scene:
        holder = _join(world, tag)
        signups = [_signup(tag, born, seconds=0.1 * n) for n, born in enumerate(births)]
        return Scene((holder,), facts={"signups": signups})

    return prepare


def freed(*births: date | None) -> Any:
    """The same, but the member has left, and then the number was proved for each of them."""

    def prepare(world: World, tag: str) -> Scene:
        scene = Scene((_join(world, tag),))
        leave(world, scene)
        signups = [_signup(tag, born, seconds=0.5 + 0.1 * n) for n, born in enumerate(births)]
        return Scene(scene.members, facts={"signups": signups})

    return prepare


def _join(world: World, tag: str) -> Holder:
    signup = a_signup(tag, now=NOON - timedelta(minutes=1))
    world.consumer.complete(signup)
    return Holder(member_id_of(signup.signup_id))


def _signup(tag: str, born: date | None, *, seconds: float) -> Signup:
    now = NOON + timedelta(seconds=seconds)
    return a_signup(tag, now=now, born_on=born) if born else a_signup(tag, now=now)


def finish(number: int) -> Command:
    """The queue brings a message again that met a number while it changed hands."""

    def run(world: World, scene: Scene) -> Any:
        for _ in range(DELIVERIES_MAX):
            try:
                return world.consumer.complete(scene.facts["signups"][number])
            except VersionConflictError:
                continue
        raise AssertionError("a message that never ends")

    return run


def number_state(table: Any, scene: Scene) -> Any:
    """What each was told, the first holder's wallet, and the wallet of whoever has the number."""
    signups, member = scene.facts["signups"], scene.member
    store, desk = MemberStore(table), World(table).desk
    holder = store.holder_of(COUNTY, signups[0].person_key)
    assert holder is not None
    ends = [desk.status(COUNTY, signup.signup_id) for signup in signups]
    is_let_in = [holder.verified_by == signup.verified_by for signup in signups]
    assert {end.member_id for end in ends} <= {None, member.member_id, holder.member_id}
    profiles = [store.profile(COUNTY, m) for m in (member.member_id, holder.member_id)]
    told = [(e.status, e.reason, e.already_member, e.granted_mileage) for e in ends]
    return (
        tuple(sorted(zip(told, is_let_in, strict=True), key=str)),
        tuple(profile and profile.status for profile in profiles),
        holder.may_grant,
        wallet_state(table, member.member_id),
        wallet_state(table, holder.member_id),
    )


NUMBER_CASES: dict[str, Case] = {
    "two strangers at a freed number": Case(
        freed(STRANGER, ANOTHER), (finish(0), finish(1)), number_state
    ),
    "a stranger and whoever left, at the freed number": Case(
        freed(STRANGER, None), (finish(0), finish(1)), number_state
    ),
    "who left signs up twice": Case(freed(None, None), (finish(0), finish(1)), number_state),
    "one sign-up at a freed number, twice": Case(freed(STRANGER), (finish(0),) * 2, number_state),
    "two strangers at a freed number, one twice": Case(
        freed(STRANGER, ANOTHER), (finish(0), finish(1), finish(0)), number_state
    ),
    "leaving against a stranger's sign-up": Case(held(STRANGER), (leave, finish(0)), number_state),
    "leaving against the own second sign-up": Case(held(None), (leave, finish(0)), number_state),
    "leaving against both": Case(held(None, STRANGER), (leave, finish(0), finish(1)), number_state),
    "a stranger's against the own second sign-up": Case(
        held(None, STRANGER), (finish(0), finish(1)), number_state
    ),
}
