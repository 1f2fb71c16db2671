"""A purchase online whose wallet ends: it goes on where its person is, and back the way it came."""

from chalicelib.buying.tickets import TAKEN_BACK
from chalicelib.buying.wiring import BuyingWiring
from chalicelib.members.store import MemberStore
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.builders import COUNTY
from tests.ledger_checks import check_chain
from tests.simulator.commands import identifying, rushing
from tests.simulator.commands.scene import Scene
from tests.simulator.universe import Universe, process
from tests.worlds import Holder


def _being_paid(universe: Universe) -> Scene:
    """In the second wallet of a person who had left one before."""
    RoundStore(universe.table).create(builders.a_round(budget_amount=rushing.BUDGET, shard_count=2))
    scene = identifying.left_wallet(universe)
    made = rushing.ask(universe, scene)
    universe.clock.advance(10.0)
    rushing.serve(universe, Scene(scene.holder, thing=made.identity))
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=made.identity)


def _ended(universe: Universe, scene: Scene) -> Scene:
    """The scene as its person goes on: which of the two orders it was is seen by the races."""
    opened = identifying.bind(scene.actor)
    universe.clock.advance(10.0)
    return Scene(Holder(opened.member_id, opened.generation), thing=scene.thing)


def _gone_on(universe: Universe) -> Scene:
    return _ended(universe, _being_paid(universe))


def _bought(universe: Universe) -> Scene:
    scene = _being_paid(universe)
    rushing.pay(universe, scene)
    universe.clock.advance(10.0)
    return _ended(universe, scene)


def _check(universe: Universe, scene: Scene) -> None:
    """Over both wallets what is left, held and sold is the budget; nothing is in the one that
    ended, and what was taken back is asked of the provider."""
    ticket = process().wired(BuyingWiring).tickets.by_id(COUNTY, scene.thing)
    assert ticket is not None
    ended = MemberStore(universe.table).profile(COUNTY, ticket.member_id)
    assert ended is not None
    assert ended.continues_in is not None
    empty, head = (
        check_chain(universe.table, each)[-1] for each in (ticket.member_id, ended.continues_in)
    )
    assert (empty.voucher_balance, empty.reservations) == (0, {})
    left = sum(RoundStore(universe.table).left(builders.a_round(shard_count=2)).values())
    held = sum(each.face for each in head.reservations.values())
    sold = sum(lot.remaining for lot in head.lots if lot.kind == "sale")
    assert left + held + sold == rushing.BUDGET
    assert head.purchases.month_amount == held + sold or ticket.ending != TAKEN_BACK
    payment = process().wired(BuyingWiring).payments.payments.state(COUNTY, scene.thing)
    assert payment is not None
    assert bool(payment.back_reason) == (ticket.ending == TAKEN_BACK)


COMMANDS = (
    rushing.command(
        "online purchase, pay after its wallet ended", _gone_on, rushing.pay,
        is_worker=True, check=_check,
    ),
    rushing.command(
        "online purchase, cancel after its wallet ended", _bought, rushing.cancel,
        check=_check, blind=("version",),
    ),
    rushing.command(
        "online purchase, reversed after its wallet ended", _bought, rushing.reverse,
        is_worker=True, check=_check,
    ),
)  # fmt: skip
