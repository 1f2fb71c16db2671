"""Buying online: a ticket, its turn, the payment, what is let go, taken back or reversed."""

from datetime import timedelta
from typing import Any

from chalicelib.buying.following import GRACE
from chalicelib.buying.wiring import BuyingWiring
from chalicelib.ledger.wiring import LedgerWiring
from chalicelib.sales.store import RoundStore
from tests import builders
from tests.builders import COUNTY
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import Scene, convert, join, of_entry
from tests.simulator.universe import Universe, process

BUDGET = 100_000
FACE, PRICE = 80_000, 72_000
"""More than one of the two shards holds: what is left is seen, and taken from both."""


def _wired() -> BuyingWiring:
    return process().wired(BuyingWiring)


def _round_is_open(universe: Universe) -> Scene:
    RoundStore(universe.table).create(builders.a_round(budget_amount=BUDGET, shard_count=2))
    return Scene(join(universe))


def ask(universe: Universe, scene: Scene) -> Answer:
    shown, _ = _wired().buying.ask(
        scene.actor, round_id=builders.a_round().round_id, amount=FACE, idempotency_key="ask-1"
    )
    return Answer(shown.standing.status, shown.ticket.purchase_id)


def _asked(universe: Universe) -> Scene:
    scene = _round_is_open(universe)
    made = ask(universe, scene)
    universe.clock.advance(10.0)
    return Scene(scene.holder, thing=made.identity)


def serve(universe: Universe, scene: Scene) -> Answer:
    ticket = _wired().commits.serve(COUNTY, scene.thing)
    assert ticket is not None
    return Answer(ticket.ending)


def _reserved(universe: Universe) -> Scene:
    scene = _asked(universe)
    serve(universe, scene)
    universe.clock.advance(10.0)
    return scene


def pay(universe: Universe, scene: Scene) -> Answer:
    return Answer(_wired().paid_orders.paid(COUNTY, scene.thing, PRICE))


def _bought(universe: Universe) -> Scene:
    scene = _reserved(universe)
    pay(universe, scene)
    universe.clock.advance(10.0)
    return scene


def _not_paid_in_time(universe: Universe) -> Scene:
    scene = _reserved(universe)
    universe.clock.advance((timedelta(minutes=11) + GRACE).total_seconds())
    return scene


def _look(universe: Universe, scene: Scene) -> Answer:
    standing = _wired().following.look(COUNTY, scene.thing)
    assert standing is not None
    return Answer(standing.status)


def cancel(universe: Universe, scene: Scene) -> Answer:
    outcome = _wired().buying.cancel(scene.actor, scene.thing, idempotency_key="cancel-1")
    return of_entry(outcome.entry)


def reverse(universe: Universe, scene: Scene) -> Answer:
    return Answer(_wired().paid_orders.reversed(COUNTY, scene.thing, PRICE, builders.NOON))


def _convert(universe: Universe, scene: Scene) -> Answer:
    return of_entry(convert(scene.holder, 1000, "later").entry)


def _check_budget(universe: Universe, scene: Scene) -> None:
    """What is left, and what is held or in a lot, are the budget, to the won."""
    left = sum(RoundStore(universe.table).left(builders.a_round(shard_count=2)).values())
    head = process().wired(LedgerWiring).chain.read(COUNTY, scene.holder.member_id).entries[0]
    held = sum(each.face for each in head.reservations.values())
    sold = sum(lot.remaining for lot in head.lots if lot.kind == "sale")
    assert left + held + sold == BUDGET


def command(name: str, prepare: Any, run: Any, *, blind: tuple[str, ...] = (), **more: Any) -> Any:
    """A request that was cut off may have taken a place in the line that nobody stands in; and the
    money may be asked back twice, which the payment notes once."""
    more.setdefault("check", _check_budget)
    return Command(
        name,
        prepare,
        run,
        spare=("#LINE#", "#PAYMENTDUE#"),
        blind=frozenset({"place", "asked_ahead", *blind}),
        **more,
    )


COMMANDS = (
    command("online purchase, ask", _round_is_open, ask, other=_convert),
    command("online purchase, serve", _asked, serve, other=_convert, is_worker=True),
    command("online purchase, pay", _reserved, pay, other=_convert, is_worker=True),
    command("online purchase, let go", _not_paid_in_time, _look, is_worker=True),
    command("online purchase, give up", _reserved, cancel, other=_convert),
    command("online purchase, cancel", _bought, cancel, other=_convert, blind=("version",)),
    command("online purchase, reversed", _bought, reverse, other=_convert, is_worker=True),
)
