"""How big the items are and what a call costs: DynamoDB bills by the kilobyte begun."""

from datetime import timedelta
from typing import Any

import pytest
from boto3.dynamodb.types import Binary

from chalicelib.aws.attributes import pack
from chalicelib.aws.dynamodb import DynamoDBTable
from chalicelib.aws.table import Table
from chalicelib.ledger import keys
from chalicelib.ledger.entry_codec import entry_from_item
from tests import builders
from tests.builders import COUNTY, NOON
from tests.contract.conftest import Storage
from tests.fakes import FakeTable
from tests.worlds import Holder, World

WRITE_UNIT_BYTES = 1024


def item_bytes(item: dict[str, Any]) -> int:
    """Names and values in UTF-8; numbers by two digits a byte; 3 bytes for each list or map, and 1
    for each of its elements (Developer Guide, "DynamoDB item sizes and formats")."""
    return sum(len(name.encode()) + _value_bytes(value) for name, value in pack(item).items())


def _value_bytes(attribute: dict[str, Any]) -> int:
    ((kind, value),) = attribute.items()
    if kind == "S":
        return len(value.encode())
    if kind == "N":
        return _number_bytes(value)
    if kind == "B":
        return len(value.value if isinstance(value, Binary) else value)
    if kind in ("BOOL", "NULL"):
        return 1
    if kind == "L":
        return 3 + sum(1 + _value_bytes(element) for element in value)
    assert kind == "M"
    return 3 + sum(1 + len(k.encode()) + _value_bytes(v) for k, v in value.items())


def _number_bytes(text: str) -> int:
    digits = text.lstrip("-").rstrip("0") or "0"
    return (len(digits) + 1) // 2 + 1 + text.startswith("-")


@pytest.fixture
def fake() -> FakeTable:
    made = FakeTable()
    builders.seed(made)
    return made


def steady_wallet(table: Any, *, redemptions: int) -> tuple[World, Holder]:
    """A member with two voucher lots who paid a few times within the last month."""
    world = World(table, NOON - timedelta(days=redemptions))
    member = world.join()
    for n, mileage in enumerate((2000, 1000)):
        world.wallets.convert(member.actor, mileage=mileage, idempotency_key=f"c{n}")
    for n in range(redemptions):
        world.now += timedelta(days=1)
        pay(world, member, n)
    return world, member


def pay(world: World, member: Holder, n: int) -> None:
    code = member.pay_code(world.now)
    order_id = f"20261122-POS1-{n:06}"
    world.redeem(code, 100, order_id=order_id, key=f"{n:08}-8d5f-4a63-9a0e-1f8b5d3a7c11")


def test_the_size_rule_of_this_test_is_that_of_the_documentation() -> None:
    assert item_bytes({"pk": "ab", "sk": "한"}) == 2 + 2 + 2 + 3
    assert [_number_bytes(n) for n in ("0", "7", "10", "123", "-123", "1000000")] == [
        2, 2, 2, 3, 4, 2,
    ]  # fmt: skip
    assert item_bytes({"l": [1, "a"], "n": None, "b": b"abc"}) == (1 + 3 + 3 + 2) + 2 + 4


def test_a_typical_redemption_is_one_write_unit(fake: FakeTable) -> None:
    _, member = steady_wallet(fake, redemptions=3)
    key = max(
        k for k in fake.items if k[0] == keys.wallet(COUNTY, member.member_id) and "#" in k[1]
    )

    entry = fake.items[key]

    assert entry["kind"] == "redemption"
    assert len(entry_from_item(entry).lots) == 3
    assert len(entry["k"][2]) > 0
    assert item_bytes(entry) <= WRITE_UNIT_BYTES


def test_a_profile_is_about_one_write_unit(fake: FakeTable) -> None:
    member = World(fake).join()
    profile = fake.items[keys.profile(COUNTY, member.member_id)]

    assert item_bytes(profile) <= WRITE_UNIT_BYTES


class _Counted:
    """A client that asks what each call consumed."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.calls: list[tuple[str, float]] = []

    def __getattr__(self, name: str) -> Any:
        def call(**parameters: Any) -> Any:
            answer = getattr(self._client, name)(**parameters, ReturnConsumedCapacity="INDEXES")
            self.calls.append((name, answer["ConsumedCapacity"]["CapacityUnits"]))
            return answer

        return call


@pytest.fixture
def counted(real_storage: Storage) -> tuple[_Counted, Table]:
    client = _Counted(real_storage.client)
    table = DynamoDBTable(client, real_storage.table_name)
    builders.seed(table)
    return client, table


def test_a_payment_is_two_calls_two_read_units_and_three_write_units(
    counted: tuple[_Counted, Table],
) -> None:
    client, table = counted
    world, member = steady_wallet(table, redemptions=3)
    client.calls.clear()

    pay(world, member, 99)

    assert [name for name, _ in client.calls] == ["query", "put_item"]
    assert client.calls[0][1] <= 2
    # The table, and the indexes by_day and by_merchant.
    assert client.calls[1][1] == 3


def test_a_replay_is_one_read(counted: tuple[_Counted, Table]) -> None:
    client, table = counted
    world, member = steady_wallet(table, redemptions=3)
    client.calls.clear()

    pay(world, member, 2)

    assert [name for name, _ in client.calls] == ["query"]
    assert client.calls[0][1] <= 2


def test_a_conversion_is_two_write_units_and_a_sign_up_five(
    counted: tuple[_Counted, Table],
) -> None:
    client, table = counted
    world = World(table)
    # So that county, settings and campaign are known, as they are to a process for a minute.
    world.join(person="b")
    client.calls.clear()

    member = world.join()

    assert [name for name, _ in client.calls] == ["put_item"] * 3
    assert sum(units for _, units in client.calls) <= 5
    client.calls.clear()
    world.wallets.convert(member.actor, mileage=1000, idempotency_key="c")
    assert [name for name, _ in client.calls] == ["query", "put_item"]
    assert client.calls[0][1] <= 2
    assert client.calls[1][1] == 2


def test_a_long_wallet_costs_what_a_short_one_costs(counted: tuple[_Counted, Table]) -> None:
    client, table = counted
    world, member = steady_wallet(table, redemptions=25)
    client.calls.clear()

    pay(world, member, 99)

    assert [name for name, _ in client.calls] == ["query", "put_item"]
    assert client.calls[0][1] <= 2
    assert client.calls[1][1] <= 6
