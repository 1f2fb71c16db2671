"""Going on from the entry of whoever was first: without reading again, and not for long."""

from collections.abc import Callable

import pytest

from chalicelib.ledger.appending import LedgerBrokenError
from chalicelib.ledger.errors import InsufficientBalanceError, MemberSuspendedError
from tests import builders
from tests.builders import NOON
from tests.fakes import FakeTable
from tests.ledger_checks import check_chain
from tests.worlds import Holder, World


class Race:
    """A till's payment of 100 won; right before each of its writes `first` is done, given which
    write it is. `calls` are its own."""

    def __init__(self) -> None:
        self.table = FakeTable()
        builders.seed(self.table)
        self.member: Holder = World(self.table).join(vouchers=3000)
        self.calls: list[str] = []
        self.pauses: list[float] = []

    def pay(self, first: Callable[[int], None]) -> bool:
        """Whether it was answered with a payment of before."""

        def before_call(name: str) -> None:
            self.calls.append(name)
            if name == "put_new":
                self.table.before_call = lambda _: None
                first(self.calls.count("put_new"))
                self.table.before_call = before_call

        # Settings and shops are remembered by then.
        world = World(self.table, pause=self.pauses.append)
        self._redeem(world, "before", 1)
        self.table.before_call = before_call
        replayed = self._redeem(world, "ours", 100)
        self.table.before_call = lambda _: None
        return replayed

    def other_pays(self, order: str, amount: int = 7) -> None:
        self._redeem(World(self.table), order, amount)

    def suspend(self) -> None:
        for item in self.table.items.values():
            if item.get("type") == "profile":
                item["status"] = "suspended"

    def _redeem(self, world: World, order: str, amount: int) -> bool:
        code = self.member.pay_code(NOON, seconds_ago=len(order))
        return world.redeem(code, amount, order_id=order, key=order).replayed

    def amounts(self) -> list[int]:
        chain = check_chain(self.table, self.member.member_id)
        return [-entry.voucher_amount for entry in chain if entry.kind == "redemption"]


def test_two_losses_are_gone_on_from_at_once_and_then_each_reading_once() -> None:
    race = Race()

    def first(write: int) -> None:
        if write <= 5:
            race.other_pays(f"other-{'x' * write}")

    assert race.pay(first) is False
    assert race.amounts() == [1, 7, 7, 7, 7, 7, 100]
    read_and_lost = ["query", "put_new", "put_new"]
    assert race.calls == [*read_and_lost, "put_new", *read_and_lost, "query", "put_new"]
    assert len(race.pauses) == 2


def test_what_the_other_left_is_what_it_decides_by() -> None:
    race = Race()

    with pytest.raises(InsufficientBalanceError):
        race.pay(lambda write: race.other_pays("other", 2900))

    assert race.calls.count("query") == 1
    assert race.amounts() == [1, 2900]


def test_its_own_payment_that_it_did_not_hear_of_is_the_answer() -> None:
    """The answer was lost on its way, and the client has sent the write again."""
    race = Race()

    assert race.pay(lambda write: race.other_pays("ours", 100)) is True
    assert race.calls == ["query", "put_new"]
    assert race.amounts() == [1, 100]


def test_who_is_suspended_while_it_waits_is_refused_at_the_next_reading() -> None:
    race = Race()

    def first(write: int) -> None:
        race.other_pays(f"other-{'x' * write}")
        if write == 3:
            race.suspend()

    with pytest.raises(MemberSuspendedError):
        race.pay(first)
    assert race.calls.count("query") == 2
    assert race.amounts() == [1, 7, 7, 7]


def test_an_entry_that_contradicts_itself_stops_it() -> None:
    race = Race()

    def first(write: int) -> None:
        race.other_pays("other")
        newest = max(key for key, item in race.table.items.items() if item.get("type") == "entry")
        race.table.items[newest]["p"] = b"\0" * 32

    with pytest.raises(LedgerBrokenError):
        race.pay(first)
