"""A round's opening: more buyers than units, consumers that are killed, messages that come twice.

`BUYERS=3000 UNITS=1000` is the whole of it (`make storm`); every run plays a smaller one. At every
look what the shards hold and what was sold and held, less what was given back, is the budget.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from chalicelib.core.errors import DomainError
from chalicelib.ledger.entry_codec import entry_from_item
from tests import builders
from tests.builders import COUNTY
from tests.buying.shopfront import Shopfront
from tests.ledger_checks import check_chain
from tests.model.walk_table import WalkTable
from tests.worlds import Holder, World

BUYERS, UNITS = int(os.environ.get("BUYERS", "60")), int(os.environ.get("UNITS", "25"))
UNIT = 10_000
OTHER_ROUND = "rnd_0000000000000002"
KILLED_IN = 12
"""One of so many calls of storage is a consumer's last, before or after it took effect."""


class KilledError(Exception):
    """The process ended here."""


class Storm:
    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.table = WalkTable()
        builders.seed(self.table)
        self.world = World(self.table, pause=lambda seconds: None)
        self.round = builders.a_round(budget_amount=UNITS * UNIT, shard_count=7)
        self.world.rounds.create(self.round)
        self.world.rounds.create(builders.a_round(round_id=OTHER_ROUND, budget_amount=10**10))
        self.front = Shopfront(self.world)
        self.holders: dict[str, Holder] = {}
        self.tickets: dict[str, str] = {}
        self.looks = 0

    def gather(self) -> None:
        """Buyers of different limits: some have bought this month already."""
        for number in range(BUYERS):
            holder = self.world.join(person=f"buyer-{number}")
            used = self.dice.choice((0, 0, 650_000, 690_000, 700_000))
            if used:
                self.world.buy(holder, used, key="before", round_id=OTHER_ROUND)
            self.holders[f"buyer-{number}"] = holder

    def take_tickets(self) -> None:
        for name, holder in self.holders.items():
            amount = UNIT * self.dice.choice((1, 1, 1, 2, 3))
            try:
                self.tickets[name] = self.front.ask(holder, amount, key="t")
            except DomainError as refused:
                self.tickets[name] = refused.code
        # A ticket may be on its way more than once, and lines do not wait for one another.
        sent = self.front.line.sent
        sent += self.dice.sample(sent, len(sent) // 3)
        self.dice.shuffle(sent)

    def serve_all(self) -> None:
        while self.front.line.sent:
            purchase_id = self.front.line.sent.pop()
            try:
                with self.killing():
                    self.front.serve(purchase_id)
            except KilledError:
                self.front.line.sent.insert(0, purchase_id)
            self.look()

    def pay_or_not(self) -> None:
        """Some pay, twice over; some give up; the others leave it."""
        for name, purchase_id in self.tickets.items():
            if not purchase_id.startswith("pur_"):
                continue
            way = self.dice.choice(("pay", "pay", "cancel", "leave"))
            held = self.front.buying.show(self.holders[name].actor, purchase_id).standing
            if held.reservation is None or way == "leave":
                continue
            for _ in range(self.dice.choice((1, 1, 2))):
                if way == "pay":
                    assert self.until_done(lambda p=purchase_id: self.front.pay(p)) == "completed"
                else:
                    self.until_done(
                        lambda n=name, p=purchase_id: self.front.cancel(self.holders[n], p, key="c")
                    )

    def run_out(self) -> None:
        """The time to pay is over, and told so twice."""
        self.world.now += timedelta(minutes=12)
        for purchase_id in self.front.reminders.sent * 2:
            self.until_done(lambda p=purchase_id: self.front.following.look(COUNTY, p))
            self.look()

    def until_done(self, work: Callable[[], Any]) -> Any:
        """Begun again by another process whenever one was killed."""
        while True:
            try:
                with self.killing():
                    return work()
            except KilledError:
                continue

    @contextmanager
    def killing(self) -> Iterator[None]:
        def maybe(name: str) -> None:
            if self.dice.randrange(KILLED_IN) == 0:
                raise KilledError

        self.table.before_call = self.table.after_call = maybe
        try:
            yield
        finally:
            self.table.before_call = self.table.after_call = lambda name: None

    def look(self) -> None:
        """Whole now and then, as it reads all entries."""
        self.looks += 1
        if self.looks % (BUYERS // 3) == 0:
            self.check_budget()

    def check_budget(self) -> int:
        """What was sold and held less what was given back, in won."""
        taken = 0
        for item in self.table.items.values():
            if item.get("type") == "entry" and "purchase" in item:
                entry = entry_from_item(item)
                if entry.purchase and entry.purchase.round_id == self.round.round_id:
                    taken += entry.budget_amount if entry.purchase.budget else 0
        assert sum(self.world.rounds.left(self.round).values()) + taken == self.round.budget_amount
        return taken


def test_a_rush_sells_the_budget_and_no_won_more() -> None:
    storm = Storm(seed=7)
    storm.gather()
    storm.take_tickets()
    storm.serve_all()

    assert storm.check_budget() == storm.round.budget_amount
    for name, purchase_id in storm.tickets.items():
        if purchase_id.startswith("pur_"):
            shown = storm.front.buying.show(storm.holders[name].actor, purchase_id).standing
            assert shown.status in ("awaiting_payment", "rejected")
    storm.pay_or_not()
    storm.run_out()

    sold = storm.check_budget()
    completed = 0
    for name, purchase_id in storm.tickets.items():
        if not purchase_id.startswith("pur_"):
            assert purchase_id == "purchase_limit_exceeded"
            continue
        shown = storm.front.buying.show(storm.holders[name].actor, purchase_id)
        assert shown.standing.is_over
        if shown.standing.status == "completed":
            completed += shown.ticket.amount
        assert (shown.ticket.purchase_id in storm.front.desk.given_back) is False
    assert completed == sold > 0
    for holder in storm.holders.values():
        head = check_chain(storm.table, holder.member_id)[-1]
        assert head.purchases.month_amount <= 700_000
        assert not head.reservations
