"""Binding a person to a membership, and going on to another number."""

from datetime import timedelta

from msgspec.structs import replace

from chalicelib.aws.proofs import VerifiedPhone
from chalicelib.core.actors import MemberActor, MovedActorError
from chalicelib.identity.errors import IdentityBelongsToOtherMemberError
from chalicelib.identity.store import IdentityStore
from chalicelib.identity.wiring import IdentityWiring
from chalicelib.joining.signups import Signup, member_id_of
from chalicelib.ledger.profile import Profile
from chalicelib.members.store import MemberStore
from chalicelib.members.wiring import MembersWiring
from tests.builders import COUNTY
from tests.ledger_checks import check_chain
from tests.simulator.command import Answer, Command
from tests.simulator.commands.holding import sealed_member
from tests.simulator.commands.joining import DRAWN, once_more, send, twice, work
from tests.simulator.commands.scene import Scene, convert, join, sign_up
from tests.simulator.universe import Universe, process
from tests.worlds import Holder

PERSON = "the keyed hash of one person"
OTHER = "the keyed hash of another"


def bind(actor: MemberActor, person: str = PERSON) -> Profile:
    binding = process().wired(IdentityWiring).binding
    try:
        return binding.bind(COUNTY, actor.member_id, person, by=actor)
    except MovedActorError as moved:
        # As every request of a session that moved on.
        return binding.bind(COUNTY, moved.actor.member_id, person, by=moved.actor)


def _joined(universe: Universe, person: str, *, vouchers: int = 0) -> Holder:
    return replace(join(universe, person, vouchers=vouchers), generation=1)


def _leave(universe: Universe, holder: Holder) -> None:
    process().wired(MembersWiring).members.leave(holder.actor)
    universe.clock.advance(10.0)


def _identify(universe: Universe, scene: Scene) -> Answer:
    profile = bind(scene.actor)
    return Answer((profile.status, profile.identity_key), profile.member_id)


def _convert(universe: Universe, scene: Scene) -> Answer:
    """Wherever the membership goes on."""
    try:
        entry = convert(scene.holder, 1000, "meanwhile").entry
    except MovedActorError as moved:
        holder = Holder(moved.actor.member_id, moved.actor.generation)
        entry = convert(holder, 1000, "meanwhile").entry
    return Answer((entry.kind, entry.voucher_amount))


def _a_member(universe: Universe) -> Scene:
    return Scene(_joined(universe, "a"))


def _check_bound(universe: Universe, scene: Scene) -> None:
    person = IdentityStore(universe.table).holder(COUNTY, PERSON)
    assert person is not None
    assert (person.member_id, person.has_grant) == (scene.holder.member_id, True)
    assert _mileage_granted(universe, scene.holder.member_id) == 5000


def _two_numbers(universe: Universe) -> Scene:
    """Of one person, who is a member by the first."""
    first = _joined(universe, "a")
    bind(first.actor)
    return Scene(_joined(universe, "b"), thing=first)


def _identify_second(universe: Universe, scene: Scene) -> Answer:
    try:
        bind(scene.actor)
    except IdentityBelongsToOtherMemberError:
        return Answer("belongs to another")
    raise AssertionError("one person has two memberships")


def _check_taken_back(universe: Universe, scene: Scene) -> None:
    head = check_chain(universe.table, scene.holder.member_id)[-1]
    assert head.mileage_balance == 0
    assert _mileage_granted(universe, scene.thing.member_id) == 5000


def left_wallet(universe: Universe) -> Scene:
    """The person left a wallet, and has a new one with more in it than the grant."""
    first = _joined(universe, "a", vouchers=3000)
    bind(first.actor)
    _leave(universe, first)
    return Scene(_joined(universe, "b", vouchers=2000), thing=first)


def _check_one_wallet(universe: Universe, scene: Scene) -> None:
    """The old one, with all of both but the second grant's rest; the new one is empty and ended."""
    old, new = scene.thing.member_id, scene.holder.member_id
    heads = [check_chain(universe.table, member_id)[-1] for member_id in (old, new)]
    sums = [(head.mileage_balance, head.voucher_balance) for head in heads]
    converted = -sum(
        e.mileage_amount for e in check_chain(universe.table, old) if e.kind == "conversion"
    ) - sum(e.mileage_amount for e in check_chain(universe.table, new) if e.kind == "conversion")
    returned = -sum(
        e.mileage_amount for e in check_chain(universe.table, new) if e.kind == "grant_return"
    )
    assert sums[1] == (0, 0)
    assert sums[0] == (10_000 - converted - returned, converted)
    store = MemberStore(universe.table)
    profiles = [store.profile(COUNTY, member_id) for member_id in (old, new)]
    assert [p.status for p in profiles if p] == ["active", "left"]
    assert profiles[1] is not None
    assert profiles[1].continues_in == old


def _known_before(universe: Universe) -> Scene:
    """The number's first holder is known to be somebody else."""
    first = _joined(universe, "a")
    bind(first.actor, OTHER)
    _leave(universe, first)
    return Scene(_joined(universe, "a"), thing=first)


def _unknown_before(universe: Universe) -> Scene:
    """The number's first holder left without spending, unknown."""
    first = _joined(universe, "a")
    _leave(universe, first)
    return Scene(_joined(universe, "a"), thing=first)


def _check_granted(universe: Universe, scene: Scene) -> None:
    assert _mileage_granted(universe, scene.holder.member_id) == 5000


def _check_passed_on(universe: Universe, scene: Scene) -> None:
    _check_granted(universe, scene)
    assert _mileage_granted(universe, scene.thing.member_id) == 0


def _mileage_granted(universe: Universe, member_id: str) -> int:
    kinds = ("signup", "identity_grant", "grant_return")
    chain = check_chain(universe.table, member_id)
    return sum(entry.mileage_amount for entry in chain if entry.kind in kinds)


def _joining_again(universe: Universe) -> list[Signup]:
    """The person left a wallet, and signs up by a verified identity under another number."""
    first = _joined(universe, "a", vouchers=3000)
    bind(first.actor)
    _leave(universe, first)
    signup = sign_up(universe, "b", identity_key=PERSON)
    send(universe, signup)
    return [signup]


def _check_reopened(universe: Universe, signups: list[Signup]) -> None:
    """One grant, in the wallet that was left; the one of the sign-up ended in it."""
    person = IdentityStore(universe.table).holder(COUNTY, PERSON)
    assert person is not None
    new = member_id_of(signups[0].signup_id)
    store = MemberStore(universe.table)
    ended, opened = (store.profile(COUNTY, m) for m in (new, person.member_id))
    assert ended is not None
    assert opened is not None
    assert (ended.continues_in, opened.status) == (person.member_id, "active")
    assert _mileage_granted(universe, person.member_id) == 5000
    assert _mileage_granted(universe, new) == 0
    head = check_chain(universe.table, person.member_id)[-1]
    assert (head.mileage_balance, head.voucher_balance) == (2000, 3000)
    assert not universe.queues.queues["signup-dead-letters"].messages


NEW_NUMBER = "+821027182818"


def _with_number(universe: Universe) -> Scene:
    scene = sealed_member(universe)
    now = universe.clock()
    key = process().signer.person_key(COUNTY, NEW_NUMBER)
    verified = VerifiedPhone(COUNTY, "login", key, NEW_NUMBER, now)
    token = process().signer.verification_token(verified, now + timedelta(minutes=30))
    return replace(scene, thing=(token, key))


def _change_number(universe: Universe, scene: Scene) -> Answer:
    changed = process().wired(MembersWiring).number_change.change(scene.actor, scene.thing[0])
    return Answer((changed.name, changed.phone, changed.profile.person_key == scene.thing[1]))


def _check_number(universe: Universe, scene: Scene) -> None:
    """The new number is the member's, and the old one nobody's."""
    store, member_id = MemberStore(universe.table), scene.holder.member_id
    new = store.holder_of(COUNTY, scene.thing[1])
    old = store.holder_of(COUNTY, process().signer.person_key(COUNTY, "a"))
    assert new is not None
    assert old is not None
    assert (new.member_id, new.released_at) == (member_id, None)
    assert (old.member_id, old.released_at is None) == (member_id, False)


_PASSING = frozenset({"version_conflict"})

COMMANDS = (
    Command("identify", _a_member, _identify, other=_convert, check=_check_bound, passing=_PASSING),
    Command(
        "identify, held by another", _two_numbers, _identify_second, check=_check_taken_back,
    ),
    Command(
        "identify, the wallet that was left opens", left_wallet, _identify,
        check=_check_one_wallet, passing=_PASSING,
    ),
    Command(
        "identify, on a number of somebody else", _known_before, _identify, check=_check_granted,
    ),
    Command(
        "identify, on a number of an unknown", _unknown_before, _identify, check=_check_passed_on,
    ),
    Command(
        "sign-up by identity, complete", _joining_again, work, duplicate=twice, settle=once_more,
        spare=("TICKET",), blind=DRAWN, is_worker=True, check=_check_reopened, stall_seconds=181.0,
    ),
    Command(
        "number changes", _with_number, _change_number, other=_convert, passing=_PASSING,
        spare=('"profile"',), check=_check_number,
    ),
)  # fmt: skip
