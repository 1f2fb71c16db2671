"""Commands that meet: what stood before, and who does what at the same moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.members.store import MemberStore
from chalicelib.wallets.expirations import ExpirationRun
from tests.builders import COUNTY, NOON
from tests.races.outcomes import wallet_state
from tests.worlds import Holder, World, a_signup

YEARS_LATER = NOON.replace(year=2031)
"""A voucher made at `NOON` ends on this day."""


@dataclass(frozen=True)
class Scene:
    """The members, and what the commands need to know. Commands run at `now`, after all that was
    prepared: lots of one millisecond and one expiry have no order among themselves."""

    members: tuple[Holder, ...]
    now: datetime = NOON + timedelta(seconds=1)
    redemption_id: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def member(self) -> Holder:
        return self.members[0]

    def code(self, number: int = 0) -> str:
        return self.member.pay_code(self.now, seconds_ago=number)


Command = Callable[[World, Scene], Any]


@dataclass(frozen=True)
class Case:
    """`prepare` makes the scene of a member of its own, named by a tag, so that a table serves many
    runs. `state` is what must be equal to a serial run's, in words without ids. `is_alone`: it
    writes what all members of a county share, so no other case may stand on its table."""

    prepare: Callable[[World, str], Scene]
    commands: tuple[Command, ...]
    state: Callable[[Any, Scene], Any] = lambda table, scene: wallets_state(table, scene)
    is_alone: bool = False


def wallets_state(table: Any, scene: Scene) -> Any:
    return tuple(wallet_state(table, member.member_id) for member in scene.members)


def holder(world: World, tag: str) -> Scene:
    return Scene((world.join(person=tag, vouchers=5000),))


def half_converted(world: World, tag: str) -> Scene:
    return Scene((world.join(person=tag, vouchers=2000),))


def paid(world: World, tag: str) -> Scene:
    """2,000 of 5,000 won are paid for order-1."""
    scene = holder(world, tag)
    payment = world.redeem(scene.code(90), 2000, order_id="order-1", key="paid")
    entry = payment.redemption.entry
    return Scene(scene.members, redemption_id=entry.redemption_id)


def two_lots(world: World, tag: str) -> Scene:
    """2,000 won that ended yesterday, 1,000 of them paid for order-1, and 3,000 that end today."""
    world.now = NOON
    member = world.join(person=tag, vouchers=2000)
    world.now = NOON + timedelta(days=1)
    world.wallets.convert(member.actor, mileage=3000, idempotency_key="second")
    world.now = YEARS_LATER
    payment = world.redeem(member.pay_code(world.now), 1000, order_id="order-1", key="paid")
    now = YEARS_LATER + timedelta(days=1)
    return Scene((member,), now, payment.redemption.entry.redemption_id)


def pay(amount: int, *, order: str = "order-2", code: int = 0, key: str = "pay") -> Command:
    return lambda w, s: w.redeem(s.code(code), amount, order_id=order, key=key)


def pay_by_sign(amount: int, *, order: str | None, key: str) -> Command:
    """The member scans the shop's standing code."""
    return lambda w, s: w.redemptions.pay(
        s.member.actor, merchant_code="M0001", amount=amount, order_id=order, idempotency_key=key
    )[0]


def cancel(amount: int | None, expected: int, key: str) -> Command:
    return lambda w, s: w.cancel(s.redemption_id, amount, expected=expected, key=key)


def net_cancel(order: str, key: str) -> Command:
    return lambda w, s: w.net_cancel(s.code(30), order_id=order, key=key)


def convert(mileage: int, key: str) -> Command:
    return lambda w, s: w.wallets.convert(s.member.actor, mileage=mileage, idempotency_key=key)


def write_off(world: World, scene: Scene) -> int:
    """The nightly job's visit to this wallet; reading the county's days is not raced."""
    run = ExpirationRun()
    world.expirations._visit(COUNTY, scene.member.member_id, world.now.date(), run)
    assert not run.failed
    return run.touched


def leave(world: World, scene: Scene) -> Any:
    return world.leave(scene.member)


def state_and_standing(table: Any, scene: Scene) -> Any:
    profile = MemberStore(table).profile(COUNTY, scene.member.member_id)
    assert profile is not None
    return profile.status, wallet_state(table, scene.member.member_id)


def two_applications(world: World, tag: str) -> Scene:
    """Two sign-ups of one person, accepted and not yet finished."""
    signups = [a_signup(tag), a_signup(tag)]
    return Scene((), facts={"signups": signups})


def finish(number: int) -> Command:
    return lambda w, s: w.consumer.complete(s.facts["signups"][number])


def signup_state(table: Any, scene: Scene) -> Any:
    """One member, one grant; which of the applications made it is told to both alike."""
    signups = scene.facts["signups"]
    holder = MemberStore(table).holder_of(COUNTY, signups[0].person_key)
    assert holder is not None
    member_id = holder.member_id
    desk = World(table).desk
    statuses = [desk.status(COUNTY, s.signup_id) for s in signups]
    told = sorted((s.status, str(s.already_member), s.granted_mileage) for s in statuses)
    assert {s.member_id for s in statuses if s.member_id} == {member_id}
    return tuple(told), wallet_state(table, member_id)


CASES: dict[str, Case] = {
    "two payments, money for one": Case(holder, (pay(3000, order="a", key="a"), pay(3000, code=1))),
    "three payments, money for two": Case(
        holder,
        (pay(2000, order="a", key="a"), pay(2000, order="b", code=1, key="b"), pay(2000, code=2)),
    ),
    "one request, twice": Case(holder, (pay(700),) * 2),
    "one request, three times": Case(holder, (pay(700),) * 3),
    "one order, fresh codes and keys": Case(
        holder, (pay(700), pay(700, code=1, key="again"), pay(700, code=2, key="third"))
    ),
    "one order, two amounts": Case(holder, (pay(700), pay(800, code=1, key="again"))),
    "one key, two orders": Case(holder, (pay(700, order="a"), pay(700, order="b", code=1))),
    "one pay code, three orders": Case(
        holder, (pay(100, order="a", key="a"), pay(100, order="b", key="b"), pay(100))
    ),
    "till and standing code for one order": Case(
        holder, (pay(700), pay_by_sign(700, order="order-2", key="own"))
    ),
    "standing code pressed twice": Case(holder, (pay_by_sign(700, order=None, key="own"),) * 2),
    "net-cancel against payment": Case(holder, (pay(700), net_cancel("order-2", "undo"))),
    "net-cancel against payment sent twice": Case(
        holder, (pay(700), net_cancel("order-2", "undo"), pay(700, code=1, key="again"))
    ),
    "two net-cancels against payment": Case(
        holder, (net_cancel("order-2", "undo"), pay(700), net_cancel("order-2", "undo again"))
    ),
    "net-cancel against cancel": Case(
        paid, (net_cancel("order-1", "undo"), cancel(500, 2000, "part"))
    ),
    "net-cancel against cancel and payment": Case(
        paid, (net_cancel("order-1", "undo"), cancel(500, 2000, "part"), pay(3500))
    ),
    "cancel against cancel": Case(paid, (cancel(None, 2000, "one"), cancel(None, 2000, "two"))),
    "one cancel, three times": Case(paid, (cancel(None, 2000, "one"),) * 3),
    "partial cancels of what each believes is left": Case(
        paid, (cancel(500, 2000, "one"), cancel(300, 2000, "two"), cancel(500, 1500, "three"))
    ),
    "cancel against payment that needs it": Case(paid, (cancel(None, 2000, "one"), pay(4000))),
    "conversion against payment that needs it": Case(
        half_converted, (convert(3000, "more"), pay(4000))
    ),
    "conversions, mileage for one, against a payment": Case(
        half_converted, (convert(2000, "one"), convert(2000, "two"), pay(1500))
    ),
    "one conversion, twice, against a payment": Case(
        half_converted, (convert(1000, "one"), convert(1000, "one"), pay(2500))
    ),
    "write-off against payment": Case(two_lots, (write_off, pay(3000))),
    "write-off against cancel into the ended lot": Case(
        two_lots, (write_off, cancel(None, 1000, "one"), pay(2000))
    ),
    "write-off, twice": Case(two_lots, (write_off, write_off)),
    "leaving against payment": Case(holder, (leave, pay(700)), state_and_standing),
    "leaving against payment and conversion": Case(
        half_converted, (leave, pay(700), convert(1000, "one")), state_and_standing
    ),
    "one application, three times": Case(two_applications, (finish(0),) * 3, signup_state),
    "two applications of one person": Case(two_applications, (finish(0), finish(1)), signup_state),
    "two applications of one person, one twice": Case(
        two_applications, (finish(0), finish(1), finish(0)), signup_state
    ),
}
