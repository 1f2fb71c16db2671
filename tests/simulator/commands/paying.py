"""Payments and what takes them back."""

from typing import Any

from chalicelib.cashbacks.wiring import CashbacksWiring
from chalicelib.paying.wiring import PayingWiring
from chalicelib.sales.wiring import SalesWiring
from tests import builders
from tests.simulator.command import Answer, Command
from tests.simulator.commands.scene import (
    Scene,
    convert,
    join,
    of_entry,
    pay_code,
    redeem,
    shop,
)
from tests.simulator.universe import Universe, process
from tests.worlds import a_till_may


def _with_code(universe: Universe) -> Scene:
    holder = join(universe, vouchers=3000)
    return Scene(holder, pay_code(universe, holder))


def _with_typed_code(universe: Universe) -> Scene:
    holder = join(universe, vouchers=3000)
    return Scene(
        holder, process().wired(PayingWiring).pay_codes.show(holder.actor, is_typed=True).pay_code
    )


def _paid(universe: Universe) -> Scene:
    scene = _with_code(universe)
    paid = redeem(scene.code, 1200, "order-1", "pay").redemption
    universe.clock.advance(0.2)
    return Scene(scene.holder, pay_code(universe, scene.holder), paid.entry.redemption_id)


def _redeem(universe: Universe, scene: Scene) -> Answer:
    paid = redeem(scene.code, 700, "order-1", "key-1")
    return of_entry(paid.redemption.entry, paid.redemption.status, paid.name_masked)


def _redeem_more(universe: Universe, scene: Scene) -> Answer:
    paid = redeem(scene.code, 2000, "order-1", "key-1").redemption
    return of_entry(paid.entry, paid.status, paid.entry.cashback)


def _pay(universe: Universe, scene: Scene) -> Answer:
    paid, merchant = (
        process()
        .wired(PayingWiring)
        .redemptions.pay(
            scene.actor, merchant_code="M0001", amount=700, order_id=None, idempotency_key="key-1"
        )
    )
    return of_entry(paid.redemption.entry, merchant.name)


def _convert_more(universe: Universe, scene: Scene) -> Answer:
    return of_entry(convert(scene.holder, 1000, "later").entry)


def _cancel(amount: int | None) -> Any:
    def run(universe: Universe, scene: Scene) -> Answer:
        redemption, _ = (
            process()
            .wired(PayingWiring)
            .cancellations.cancel(
                shop(),
                scene.redemption_id,
                amount=amount,
                expected_remaining_amount=1200,
                reason="손님 요청",
                idempotency_key="cancel-1",
                may_cancel=a_till_may,
            )
        )
        essence = (redemption.amount, redemption.remaining_amount, redemption.status)
        return Answer(essence, [c.hash for c in redemption.cancellations])

    return run


def _net_cancel(universe: Universe, scene: Scene) -> Answer:
    entry, _ = (
        process()
        .wired(PayingWiring)
        .cancellations.net_cancel(
            shop(),
            pay_code=scene.code,
            order_id="order-1",
            idempotency_key="undo-1",
            may_undo=a_till_may,
        )
    )
    return of_entry(entry)


def _pay_too_late(universe: Universe, scene: Scene) -> Answer:
    """The payment that the net-cancel was about overtakes it, or comes after it."""
    paid = redeem(scene.code, 700, "order-1", "pay")
    return of_entry(paid.redemption.entry)


def _earning(universe: Universe) -> Scene:
    """A campaign is open, and 10,000 won were bought."""
    campaign = builders.a_cashback()
    store = process().wired(CashbacksWiring).store
    store.lay_out(campaign)
    store.create(campaign)
    process().wired(SalesWiring).store.create(builders.a_round())
    holder = join(universe)
    process().wired(SalesWiring).purchases.buy(
        builders.COUNTY, holder.member_id, round_id="rnd_0000000000000001", amount=10_000,
        idempotency_key="bought",
    )  # fmt: skip
    universe.clock.advance(0.2)
    return Scene(holder, pay_code(universe, holder))


def _earned(universe: Universe) -> Scene:
    scene = _earning(universe)
    paid = redeem(scene.code, 1200, "order-1", "pay").redemption
    universe.clock.advance(0.2)
    return Scene(scene.holder, pay_code(universe, scene.holder), paid.entry.redemption_id)


COMMANDS = (
    Command("redemption with cashback", _earning, _redeem_more, other=_convert_more),
    Command("cancel that takes cashback back", _earned, _cancel(None), other=_convert_more),
    Command("redemption", _with_code, _redeem, other=_convert_more),
    Command("redemption, typed code", _with_typed_code, _redeem, other=_convert_more),
    Command("payment by standing QR", _with_code, _pay, other=_convert_more),
    Command("cancel", _paid, _cancel(None), other=_convert_more),
    Command("cancel in part", _paid, _cancel(200), other=_convert_more),
    Command("net-cancel", _paid, _net_cancel, other=_convert_more),
    Command("net-cancel before payment", _with_code, _net_cancel, other=_pay_too_late),
)
