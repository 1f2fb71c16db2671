"""The keys under which the commands on a wallet are remembered. They stand in entries: an update
that made them otherwise would take a request that is sent again for a new one, or for another."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.ledger.idempotency import CommandKeys
from tests import builders
from tests.builders import COUNTY, NOON
from tests.fakes import FakeTable
from tests.worlds import ROUND_ID, SIGNER, World

SHOP = "mch_0000000000000001"


class _StoppedError(Exception):
    pass


class KeysAlone:
    """In the place of the chain: notes the keys, and writes nothing."""

    keys: CommandKeys

    def over(self, _: object) -> "KeysAlone":
        return self

    def run(
        self, county_id: str, member_id: str, keys: CommandKeys, decide: object, **_: object
    ) -> None:
        self.keys = keys
        raise _StoppedError


@pytest.fixture
def world() -> World:
    table = FakeTable()
    builders.seed(table)
    made = World(table)
    made.rounds.create(builders.a_round())
    return made


def keys_of(world: World, command: Callable[[World], Any]) -> CommandKeys:
    chain: Any = KeysAlone()
    world.purchases = replace(world.purchases, chain=chain)
    world.redemptions = replace(world.redemptions, chain=chain)
    world.cancellations = replace(world.cancellations, chain=chain)
    with pytest.raises(_StoppedError):
        command(world)
    return chain.keys  # type: ignore[no-any-return]


def sha(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def test_the_keys_of_a_purchase(world: World) -> None:
    holder = world.join()
    key = sha("purchase", holder.member_id, "k")

    assert keys_of(world, lambda w: w.buy(holder, 1_000, key="k")) == CommandKeys(
        reference=f"purchase/{key}",
        fingerprint=sha(f'{{"amount": 1000, "round_id": "{ROUND_ID}"}}'),
        idempotency=key,
    )


def test_the_keys_of_a_purchase_taken_back(world: World) -> None:
    holder = world.join()
    key = sha("purchase_cancel", holder.member_id, "k")

    assert keys_of(world, lambda w: w.cancel_purchase(holder, "pur_1", key="k")) == CommandKeys(
        reference=f"purchase_cancel/{key}",
        fingerprint=sha('{"purchase_id": "pur_1"}'),
        idempotency=key,
    )


def test_the_keys_of_a_refund(world: World) -> None:
    holder = world.join()
    key = sha("change_refund", holder.member_id, "k")

    assert keys_of(world, lambda w: w.refund_change(holder, "vch_1", key="k")) == CommandKeys(
        reference=f"change_refund/{key}",
        fingerprint=sha('{"voucher_id": "vch_1"}'),
        idempotency=key,
    )


def test_the_keys_of_a_payment_at_a_till(world: World) -> None:
    code = world.join(vouchers=1_000).pay_code(NOON)

    assert keys_of(
        world, lambda w: w.redeem(code, 700, order_id="order-1", key="k")
    ) == CommandKeys(
        reference=f"{SHOP}/order-1",
        fingerprint=sha(f'{{"amount": 700, "merchant": "{SHOP}", "order_id": "order-1"}}'),
        idempotency=sha("redemption", SHOP, "k"),
        pay_code_id=SIGNER.read_pay_code(COUNTY, code).code_id,
        pay_code_expires_at=NOON + timedelta(minutes=3),
        voided_by=f"net/{SHOP}/order-1",
    )


@pytest.mark.parametrize("order_id", ["order-1", None])
def test_the_keys_of_a_payment_by_the_shops_code(world: World, order_id: str | None) -> None:
    holder = world.join(vouchers=1_000)
    key = sha("payment", holder.member_id, "k")
    order = order_id or f"qr-{key[:24]}"

    def pay(world: World) -> None:
        world.redemptions.pay(
            holder.actor, merchant_code="M0001", amount=700, order_id=order_id, idempotency_key="k"
        )

    assert keys_of(world, pay) == CommandKeys(
        reference=f"{SHOP}/own/{order}",
        fingerprint=sha(f'{{"amount": 700, "merchant": "{SHOP}", "order_id": "{order}"}}'),
        idempotency=key,
    )


def test_the_keys_of_a_cancel(world: World) -> None:
    code = world.join(vouchers=1_000).pay_code(NOON)
    paid = world.redeem(code, 700, order_id="order-1", key="k").redemption.entry.redemption_id
    key = sha("cancel", SHOP, "k")

    assert keys_of(world, lambda w: w.cancel(paid, 300, expected=700, key="k")) == CommandKeys(
        reference=f"cancel/{key}",
        fingerprint=sha(
            '{"amount": 300, "expected_remaining_amount": 700, "reason": "손님 요청", '
            f'"redemption_id": "{paid}"}}'
        ),
        idempotency=key,
    )


def test_the_keys_of_a_net_cancel(world: World) -> None:
    code = world.join(vouchers=1_000).pay_code(NOON)

    assert keys_of(world, lambda w: w.net_cancel(code, order_id="order-1", key="k")) == CommandKeys(
        reference=f"net/{SHOP}/order-1",
        fingerprint=sha('{"net_cancel": "order-1"}'),
        idempotency=sha("net_cancel", SHOP, "k"),
    )
